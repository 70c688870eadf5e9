"""Who is written to, and when: the whole correspondence of the platform on one page."""

from flask import Flask


def register(app: Flask) -> None:
    """Listen to what the other packages tell."""
