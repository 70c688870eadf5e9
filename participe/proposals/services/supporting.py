"""Giving a support to a proposition, and taking it back."""
