"""What may be typed about propositions, by use case."""
