"""Reads about moderation: what waits, what was decided, and the statements of reasons."""
