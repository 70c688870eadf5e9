"""Letters: written to an outbox with the change that causes them, sent later by a worker."""
