"""What may be typed about answers, by use case."""
