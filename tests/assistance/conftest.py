"""An assisted session in which one may propose and discuss, somebody in it, and its room."""

import pytest
from flask import Flask

from participe.assistance.models.people import Participant
from participe.assistance.models.places import SpaceFacilitator
from participe.assistance.models.sessions import AssistedSession
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from tests.assistance.room import Room
from tests.browser import Browser
from tests.factories import (
    a_consultation,
    a_facilitator,
    a_participant,
    a_phase,
    an_assisted_session,
)


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database
    consultation = a_consultation(phases=[a_phase(PhaseKind.PROPOSE), a_phase(PhaseKind.DISCUSS)])
    return an_assisted_session(consultation=consultation)


@pytest.fixture
def mesange(session: AssistedSession) -> Participant:
    return a_participant(session=session, display_name="Mésange")


@pytest.fixture
def colleague(app: Flask, session: AssistedSession) -> Browser:
    """Return who types the papers of the session a second time, for the commune asks for it."""
    other = a_facilitator(commune=session.commune)
    db.session.add(SpaceFacilitator(space_id=session.space_id, person_id=other.id))
    session.commune.types_papers_twice = True
    db.session.commit()
    return Browser(app).sign_in(other)


@pytest.fixture
def room(app: Flask) -> Room:
    return Room(app)
