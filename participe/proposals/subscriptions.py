"""What propositions add to the pages and the events of the packages below."""

from flask import Flask


def register(app: Flask) -> None:
    """Put everything in its place."""
