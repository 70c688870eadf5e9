"""Reads about texts under discussion."""
