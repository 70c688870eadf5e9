"""Reads about bilans: nothing here changes anything."""
