"""Acts that happen seldom leave their line in the journal too: called off, given up, erased."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.reference import Act
from participe.assistance.services import following, journal, places, sessions, twice
from participe.assistance.services.papers import Sheet
from participe.extensions import db
from tests.databases import on_both
from tests.factories import a_participant, an_assisted_session

pytestmark = on_both


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database
    return an_assisted_session()


def _acts(session: AssistedSession) -> list[tuple[str, int | None]]:
    lines = db.session.scalars(
        db.select(JournalEntry).filter_by(session_id=session.id).order_by(JournalEntry.number)
    )
    return [(line.act, line.actor_id) for line in lines]


def test_a_session_that_is_called_off(session: AssistedSession, noon: datetime) -> None:
    session.opened_at = None

    sessions.cancel(session, by=session.facilitator, at=noon)

    assert _acts(session) == [(Act.SESSION_CALLED_OFF, session.facilitator_id)]


def test_one_that_is_called_off_because_who_ran_it_leaves(
    session: AssistedSession, noon: datetime
) -> None:
    session.opened_at, session.planned_for = None, noon + timedelta(days=1)

    places.leave(session.facilitator, at=noon)

    assert _acts(session) == [(Act.SESSION_CALLED_OFF, session.facilitator_id)]


def test_a_first_typing_and_that_it_was_given_up(session: AssistedSession, noon: datetime) -> None:
    by = session.facilitator
    twice.keep(session, {0: Sheet(title="Un tilleul ici")}, by=by, at=noon)

    twice.give_up(session, by=by, at=noon)

    assert _acts(session) == [(Act.PAPERS_TYPED, by.id), (Act.PAPERS_FORGOTTEN, by.id)]


def test_somebody_who_takes_everything_back_and_had_written_nothing(
    session: AssistedSession, noon: datetime
) -> None:
    person = a_participant(session=session)

    following.withdraw_all(person, at=noon)

    following.withdraw_all(person, at=noon)  # by another tab

    assert _acts(session) == [(Act.ERASED, person.id)]
    assert journal.verify(session.commune) is None
