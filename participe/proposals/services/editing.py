"""What the author changes after publication."""
