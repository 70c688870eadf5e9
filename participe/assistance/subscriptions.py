"""What assistance adds to the pages, registries and events of the packages below."""

from flask import Flask

from participe.assistance.services import noting
from participe.kernel import events


def register(app: Flask) -> None:
    """Put everything in its place."""
    for kind, note in noting.NOTED.items():
        events.subscribe(app, kind, note)
