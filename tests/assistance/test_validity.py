"""How long codes live: a year after the last thing that one can complain about."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from participe.assistance.errors import WrongCode
from participe.assistance.models.codes import Ground
from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import receipts, replacing, validity
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from tests.databases import on_both
from tests.factories import (
    a_consultation,
    a_participant,
    a_phase,
    a_proposal,
    a_staff_member,
    an_answer,
    an_assisted_session,
)

pytestmark = on_both


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database
    consultation = a_consultation(phases=[a_phase(PhaseKind.PROPOSE, closes=10)])
    consultation.contract.answers_by = date(2030, 6, 30)
    return an_assisted_session(consultation=consultation)


@pytest.fixture
def mesange(session: AssistedSession) -> Participant:
    return a_participant(session=session, display_name="Mésange")


def test_codes_live_a_year_after_the_day_promised_for_the_answers(session: AssistedSession) -> None:
    assert validity.last_day(session) == date(2031, 6, 30)


def test_an_answer_that_comes_late_keeps_the_codes_alive(
    session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    proposal = a_proposal(consultation=session.consultation, author=mesange)
    an_answer(to=proposal, published_at=noon + timedelta(days=100))

    assert validity.last_day(session) == date(2031, 8, 12)


def test_no_code_dies_before_the_day_that_was_printed(
    session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    receipts.issue(mesange, by=None, at=noon)
    session.consultation.contract.answers_by = None
    db.session.commit()

    assert validity.last_day(session) == date(2031, 6, 30)


def test_on_the_last_day_a_code_opens_and_on_the_next_it_is_wrong_like_any_other(
    session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    """T-144: nothing tells a code that is over from one that never was."""
    code = receipts.issue(mesange, by=None, at=noon)
    db.session.commit()
    next_day = clock.start_of(date(2031, 7, 1))

    assert receipts.find_by_code(session.commune, code, at=next_day - timedelta(seconds=1))
    with pytest.raises(WrongCode):
        receipts.find_by_code(session.commune, code, at=next_day)


def test_then_what_is_kept_of_codes_is_forgotten_and_what_people_wrote_stays(
    session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    """G-6: with the former ones of receipts that were made anew; and the journal says so."""
    proposal = a_proposal(consultation=session.consultation, author=mesange)
    receipts.issue(mesange, by=None, at=noon)
    session.closed_at = noon
    request = replacing.ask(mesange, ground=Ground.SEEN, by=session.facilitator, at=noon)
    staff = a_staff_member(commune=session.commune)
    replacing.confirm(mesange, ground=Ground.SEEN, by=staff, at=noon)
    db.session.commit()

    _do_the_chore(clock.start_of(date(2031, 6, 30)))
    assert mesange.code_hash
    assert request.former_hash
    _do_the_chore(clock.start_of(date(2031, 7, 1)))
    _do_the_chore(clock.start_of(date(2031, 7, 2)))

    assert (mesange.code_prefix, mesange.code_hash) == ("", "")
    assert (request.former_prefix, request.former_hash) == ("", "")
    assert (proposal.author.display_name, proposal.is_withdrawn) == ("Mésange", False)
    lines = db.session.scalars(
        db.select(JournalEntry).where(JournalEntry.act == "codes-forgotten")
    ).all()
    assert [line.facts for line in lines] == ['{"codes":1}']


def _do_the_chore(at: datetime) -> None:
    validity.forget_codes(at)
    db.session.commit()
