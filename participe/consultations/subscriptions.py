"""What consultations do on the events of the packages below."""

from flask import Flask

from participe.accounts.events import PersonErased
from participe.consultations import changes
from participe.kernel import events


def register(app: Flask) -> None:
    """Put everything in its place."""
    events.subscribe(app, PersonErased, lambda event: changes.forget_name(event.person))
