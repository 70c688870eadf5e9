"""What is done to propositions, by use case."""
