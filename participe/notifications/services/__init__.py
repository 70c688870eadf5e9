"""Letters are written with the event, sent by the worker; some are caused by time itself."""
