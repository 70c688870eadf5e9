"""A line captured without network: one person, whatever session its file is sent to."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.assistance.forms.kit import line_of
from participe.assistance.models.people import Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import kit
from participe.assistance.services.kit import Line, Outcome
from participe.assistance.services.papers import Sheet
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from tests.databases import on_both
from tests.factories import a_commune, a_consultation, a_phase, an_assisted_session
from tests.together import together

pytestmark = on_both


def _session() -> AssistedSession:
    return an_assisted_session(
        consultation=a_consultation(commune=a_commune(), phases=[a_phase(PhaseKind.PROPOSE)])
    )


def _line() -> Line:
    return Line(
        str(uuid4()), clock.now(), Sheet(name="Odette", title="Planter un tilleul", way=Way.TYPED)
    )


def _import(session_id: int, line: Line) -> list[Outcome]:
    session = db.session.get_one(AssistedSession, session_id)
    by = db.session.get_one(Account, session.facilitator_id)
    return kit.import_all(session, [line], by=by, at=clock.now())


def test_its_number_gives_away_nobody_of_another_commune(app: Flask) -> None:  # noqa: ARG001
    here, there, line = _session(), _session(), _line()
    _import(here.id, line)

    outcome = _import(there.id, line)[0]

    assert outcome.name == ""
    assert "autre séance" in outcome.refusal


def test_sent_to_two_sessions_at_once_it_enters_one(app: Flask) -> None:
    """A-27: nothing half-written, and no error."""
    ids, line = iter([_session().id, _session().id]), _line()

    outcomes = together(app, 2, lambda: _import(next(ids), line)[0])

    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert db.session.scalar(db.select(db.func.count(Participant.id))) == 1


@pytest.mark.parametrize("wrong", [{"way": ["typed"]}, {"consent": {"given": "spoken"}}])
def test_a_choice_that_is_no_word_is_a_line_that_cannot_be_read(
    app: Flask, wrong: dict[str, Any]
) -> None:
    """F-20: whoever holds the kit can seal what they like, and gets no error 500 for it."""
    captured = {"uuid": str(uuid4()), "at": clock.now().isoformat(), "way": "typed", "title": "Un"}

    with app.test_request_context():
        line = line_of(captured | wrong, clock.now())

    assert line is not None
    assert line.sheet is None
    assert line.wrong
