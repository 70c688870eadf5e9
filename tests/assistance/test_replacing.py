"""A code that was lost after the session: asked for by one of the staff, given by a second."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.assistance.errors import (
    AskedAlready,
    AskedByYou,
    ClaimedByStaff,
    CodeReplacedSince,
    CodesOver,
    NothingAsked,
    NothingToOpen,
    SessionNotOver,
    TooManyCodes,
    WrongCode,
)
from participe.assistance.models.codes import CONFIRMED_WITHIN, CodeRequest, Ground
from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import (
    claiming,
    following,
    journal,
    receipts,
    replacing,
    validity,
)
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.limits import Limit
from tests.assistance.guessing import a_code
from tests.databases import on_both
from tests.factories import (
    a_facilitator,
    a_participant,
    a_resident,
    a_staff_member,
    an_assisted_session,
)
from tests.together import together

pytestmark = on_both


@pytest.fixture
def session(app: Flask, noon: datetime) -> AssistedSession:  # noqa: ARG001 -- a database
    before = noon - timedelta(days=2)
    return an_assisted_session(
        planned_for=before, opened_at=before, closed_at=before + timedelta(hours=1)
    )


@pytest.fixture
def staff(session: AssistedSession) -> Account:
    return a_staff_member(commune=session.commune)


def test_a_lost_code_is_replaced_by_two_people_and_the_former_dies(
    session: AssistedSession, mesange: Participant, staff: Account, noon: datetime
) -> None:
    """A-23: the person opens everything with the new code, and the trace of both is there."""
    lost = receipts.make(mesange, at=noon)

    request = replacing.ask(mesange, ground=Ground.TOLD, by=session.facilitator, at=noon)
    opens_still = receipts.find_by_code(session.commune, lost, at=noon)
    code = replacing.confirm(mesange, ground=Ground.PAPER, by=staff, at=noon)
    db.session.commit()

    assert opens_still is mesange
    assert receipts.find_by_code(session.commune, code, at=noon) is mesange
    assert (request.asked_by, request.confirmed_by) == (session.facilitator, staff)
    assert (request.ground, request.confirmed_ground) == (Ground.TOLD, Ground.PAPER)


def test_both_acts_are_in_the_chained_journal(
    session: AssistedSession, mesange: Participant, staff: Account, noon: datetime
) -> None:
    replacing.ask(mesange, ground=Ground.TOLD, by=session.facilitator, at=noon)
    replacing.refuse(mesange, by=staff, at=noon)
    replacing.ask(mesange, ground=Ground.SEEN, by=staff, at=noon)
    replacing.confirm(mesange, ground=Ground.TOLD, by=session.facilitator, at=noon)
    db.session.commit()

    lines = db.session.scalars(db.select(JournalEntry).order_by(JournalEntry.number)).all()
    assert [(line.act, line.actor_id, line.participant_id) for line in lines] == [
        ("code-asked", session.facilitator_id, mesange.id),
        ("code-refused", staff.id, mesange.id),
        ("code-asked", staff.id, mesange.id),
        ("code-replaced", session.facilitator_id, mesange.id),
    ]
    assert journal.verify(session.commune) is None


def test_nobody_confirms_what_they_asked_for(
    session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    replacing.ask(mesange, ground=Ground.SEEN, by=session.facilitator, at=noon)

    with pytest.raises(AskedByYou):
        replacing.confirm(mesange, ground=Ground.SEEN, by=session.facilitator, at=noon)


def test_who_still_holds_the_former_paper_is_told(
    session: AssistedSession, mesange: Participant, staff: Account, noon: datetime
) -> None:
    """A-9: two people who replace a code behind somebody's back are found out by the paper."""
    held = receipts.make(mesange, at=noon)
    replacing.ask(mesange, ground=Ground.SEEN, by=session.facilitator, at=noon)
    replacing.confirm(mesange, ground=Ground.SEEN, by=staff, at=noon)
    db.session.commit()

    with pytest.raises(CodeReplacedSince, match="remplacé le 4 mai 2030"):
        receipts.find_by_code(session.commune, held, at=noon)


def test_neither_of_the_two_claims_that_person(
    session: AssistedSession, mesange: Participant, staff: Account, noon: datetime
) -> None:
    colleague = a_staff_member(commune=session.commune)
    replacing.ask(mesange, ground=Ground.SEEN, by=colleague, at=noon)
    replacing.confirm(mesange, ground=Ground.SEEN, by=staff, at=noon)

    for one in (colleague, staff):
        with pytest.raises(ClaimedByStaff):
            claiming.claim(mesange, one, at=noon)
    claiming.claim(mesange, a_resident(commune=session.commune), at=noon)


def test_a_request_waits_for_a_week_and_can_then_be_made_again(
    session: AssistedSession, mesange: Participant, staff: Account, noon: datetime
) -> None:
    replacing.ask(mesange, ground=Ground.SEEN, by=session.facilitator, at=noon)
    with pytest.raises(AskedAlready):
        replacing.ask(mesange, ground=Ground.SEEN, by=staff, at=noon)
    later = noon + CONFIRMED_WITHIN

    with pytest.raises(NothingAsked):
        replacing.confirm(mesange, ground=Ground.SEEN, by=staff, at=later)

    replacing.ask(mesange, ground=Ground.SEEN, by=session.facilitator, at=later)
    assert replacing.confirm(mesange, ground=Ground.SEEN, by=staff, at=later)


def test_what_was_asked_for_once_is_given_once(
    session: AssistedSession, mesange: Participant, staff: Account, noon: datetime
) -> None:
    replacing.ask(mesange, ground=Ground.SEEN, by=session.facilitator, at=noon)
    replacing.confirm(mesange, ground=Ground.SEEN, by=staff, at=noon)

    with pytest.raises(NothingAsked):
        replacing.confirm(mesange, ground=Ground.SEEN, by=staff, at=noon)


def test_while_the_session_is_open_no_second_person_is_needed(noon: datetime, app: Flask) -> None:
    del app
    mesange = a_participant(session=an_assisted_session())

    with pytest.raises(SessionNotOver):
        replacing.ask(mesange, ground=Ground.SEEN, by=mesange.session.facilitator, at=noon)


def test_who_left_without_a_receipt_gets_a_first_one(
    session: AssistedSession, mesange: Participant, staff: Account, noon: datetime
) -> None:
    replacing.ask(mesange, ground=Ground.TOLD, by=session.facilitator, at=noon)

    code = replacing.confirm(mesange, ground=Ground.TOLD, by=staff, at=noon)

    assert receipts.find_by_code(session.commune, code, at=noon) is mesange


def test_who_erased_or_claimed_everything_needs_no_code(
    session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    erased = a_participant(session=session)
    following.withdraw_all(erased, at=noon)
    receipts.make(mesange, at=noon)
    claiming.claim(mesange, a_resident(commune=session.commune), at=noon)

    for one in (erased, mesange):
        with pytest.raises(NothingToOpen):
            replacing.ask(one, ground=Ground.SEEN, by=session.facilitator, at=noon)


def test_when_codes_are_over_none_is_made_any_more(
    session: AssistedSession, mesange: Participant
) -> None:
    late = clock.start_of(validity.last_day(session) + timedelta(days=1))

    with pytest.raises(CodesOver):
        replacing.ask(mesange, ground=Ground.SEEN, by=session.facilitator, at=late)


def test_few_codes_are_asked_for_in_a_day(
    session: AssistedSession, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A-12: by session and by place, never by network address."""
    monkeypatch.setattr(replacing, "ASKED_IN_SPACE", Limit("few", 2, timedelta(days=1)))
    people = [a_participant(session=session) for _ in range(3)]
    for one in people[:2]:
        replacing.ask(one, ground=Ground.SEEN, by=session.facilitator, at=noon)

    with pytest.raises(TooManyCodes):
        replacing.ask(people[2], ground=Ground.SEEN, by=session.facilitator, at=noon)


def test_asked_for_by_several_at_once_it_is_asked_for_once(
    app: Flask, session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    people = [a_facilitator(commune=session.commune) for _ in range(4)]
    results = together(app, 4, _each(people, mesange, replacing.ask, noon))

    assert sum(isinstance(result, AskedAlready) for result in results) == 3
    assert len(db.session.scalars(db.select(CodeRequest)).all()) == 1


def test_confirmed_by_several_at_once_it_is_one_code(
    app: Flask, session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    replacing.ask(mesange, ground=Ground.SEEN, by=session.facilitator, at=noon)
    people = [a_staff_member(commune=session.commune) for _ in range(4)]

    results = together(app, 4, _each(people, mesange, replacing.confirm, noon))

    codes = [result for result in results if isinstance(result, str)]
    assert len(codes) == 1
    assert sum(isinstance(result, NothingAsked) for result in results) == 3
    assert receipts.find_by_code(session.commune, codes[0], at=noon).id == mesange.id


def test_a_code_that_never_was_is_told_as_any_wrong_one(
    session: AssistedSession, mesange: Participant, staff: Account, noon: datetime
) -> None:
    """T-144: only the whole former code is told that it was replaced."""
    former = receipts.make(mesange, at=noon)
    replacing.ask(mesange, ground=Ground.SEEN, by=session.facilitator, at=noon)
    replacing.confirm(mesange, ground=Ground.SEEN, by=staff, at=noon)

    with pytest.raises(WrongCode):
        receipts.find_by_code(session.commune, a_code(former[:3]), at=noon)
    with pytest.raises(CodeReplacedSince):
        receipts.find_by_code(session.commune, former, at=noon)


def _each(
    people: list[Account], of: Participant, act: Callable[..., object], at: datetime
) -> Callable[[], object]:
    """Make an act that each thread does as another of these people."""
    ids, participant_id = iter([one.id for one in people]), of.id

    def do() -> object:
        by = db.session.get_one(Account, next(ids))
        participant = db.session.get_one(Participant, participant_id)
        return act(participant, ground=Ground.SEEN, by=by, at=at)

    return do
