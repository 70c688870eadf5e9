"""Publishing a proposition."""
