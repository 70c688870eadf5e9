"""What assistance adds to the pages, registries and events of the packages below."""

from flask import Flask

from participe.assistance import session
from participe.assistance.events import SessionClosed
from participe.assistance.services import noting, places, sessions, stations, validity
from participe.communes.events import DigitalSpaceRemoved
from participe.kernel import events
from participe.kernel.chores import CHORES


def register(app: Flask) -> None:
    """Put everything in its place."""
    for kind, note in noting.NOTED.items():
        events.subscribe(app, kind, note)
    session.register(app)
    events.subscribe(app, SessionClosed, _leave_stations)
    events.subscribe(app, DigitalSpaceRemoved, lambda event: places.forget(event.space))
    CHORES.add(app, sessions.close_left_open)
    CHORES.add(app, validity.forget_codes)


def _leave_stations(event: SessionClosed) -> None:
    stations.leave_all(event.session, at=event.at)
