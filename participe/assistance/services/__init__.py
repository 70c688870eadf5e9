"""What is done in and after an assisted session."""
