"""Reads about letters, and about who is to receive one."""
