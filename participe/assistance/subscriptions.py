"""What assistance adds to the pages, registries and events of the packages below."""

from flask import Flask


def register(app: Flask) -> None:
    """Put everything in its place."""
