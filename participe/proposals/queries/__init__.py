"""Reads about propositions, by use."""
