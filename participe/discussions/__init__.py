"""Comments on a contribution, for, against or asking, with one level of replies."""
