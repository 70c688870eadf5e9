"""Reads about commitments: one, lists of them, and the rows that figures are computed from."""
