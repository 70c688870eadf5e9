"""Reads about assisted sessions."""
