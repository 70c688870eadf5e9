"""Letters about reports."""

from flask import Flask


def register(app: Flask) -> None:
    """Listen to what the other packages tell."""
