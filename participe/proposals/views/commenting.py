"""Commenting on a proposition."""
