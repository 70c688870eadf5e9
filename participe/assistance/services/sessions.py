"""Planning, opening and closing assisted sessions.

A session closes by hand, or by itself four hours after it opened; then nothing is added to
it. Whoever adds to a session or closes it takes the lock of its row first, so that nobody
slips in behind the closing.
"""

import secrets
from datetime import datetime

from argon2 import Parameters

from participe.accounts.models import Account, Person
from participe.accounts.services import signing_in
from participe.assistance.errors import (
    AlreadyOpen,
    ConsultationNotOpen,
    CountChanged,
    InThePast,
    NobodyListening,
    NotUnderWay,
    PlannedAlready,
    SessionCancelled,
    SessionOver,
    SpaceNotServing,
)
from participe.assistance.events import (
    NoticeRead,
    PinChanged,
    SessionCalledOff,
    SessionClosed,
    SessionOpened,
    SessionPlanned,
)
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import people, places, sessions
from participe.assistance.reference import Agreement, CountedWith
from participe.assistance.services import practice
from participe.assistance.wording import people as people_words
from participe.assistance.wording import sessions as words
from participe.communes.models import Commune, DigitalSpace
from participe.communes.services import next_number
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import events
from participe.kernel.codes import HASHING, hash_short_code

PIN_DIGITS = 4
MOST_COMPUTERS = 30


def plan(  # noqa: PLR0913 -- what a session is made of
    commune: Commune,
    facilitator: Account,
    consultation: Consultation,
    space: DigitalSpace,
    *,
    computers: int,
    planned_for: datetime,
    is_practice: bool,
    at: datetime,
) -> AssistedSession:
    """Announce a session, or make one that is about to be opened (`planned_for` is now).

    Raises InThePast, SpaceNotServing, ConsultationNotOpen when people could do nothing, and
    PlannedAlready when it would be announced twice.
    """
    if planned_for < at:
        raise InThePast
    places.lock(space)
    if places.find_serving(commune, space.id) is None:
        raise SpaceNotServing
    if not consultation.is_published or not consultation.is_open(planned_for):
        raise ConsultationNotOpen
    alike = sessions.planned_alike(commune, consultation, space, planned_for)
    if alike is not None and not is_practice:
        raise PlannedAlready(words.moment(alike.planned_for))
    session = AssistedSession(
        commune=commune,
        number=next_number(commune.id, Commune.last_session_number),
        consultation=consultation,
        space=space,
        facilitator=facilitator,
        is_practice=is_practice,
        computers=computers,
        planned_for=planned_for,
    )
    db.session.add(session)
    db.session.flush()
    events.publish(SessionPlanned(session, facilitator, at))
    return session


def draw_pin() -> str:
    """Return four digits that give the facilitator's screen back."""
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"


def open_session(
    session: AssistedSession,
    *,
    pin: str,
    at: datetime,
    by: Account | None = None,
    hashing: Parameters = HASHING,
) -> None:
    """Begin: from now on people can be added. Of the PIN only a slow hash is kept.

    Raises SpaceNotServing when the space was lent to the commune and is no more, and
    ConsultationNotOpen.
    """
    pin_hash = hash_short_code(pin, hashing)  # before the lock, for it takes its time
    ensure_planned(session, at)
    if places.find_serving(session.commune, session.space_id) is None:
        raise SpaceNotServing
    if not session.consultation.is_open(at):
        raise ConsultationNotOpen
    session.opened_at = at
    session.pin_hash, session.pin_tries = pin_hash, 0
    db.session.flush()
    events.publish(SessionOpened(session, by or session.facilitator, at))


def cancel(session: AssistedSession, *, by: Person, at: datetime) -> None:
    """Call off what was planned; it is announced no more."""
    ensure_planned(session, at)
    session.cancelled_at = at
    db.session.flush()
    events.publish(SessionCalledOff(session, by, at))


def change_pin(
    session: AssistedSession,
    *,
    pin: str,
    by: Account,
    at: datetime,
    hashing: Parameters = HASHING,
) -> None:
    """Put other digits in place of those that were forgotten."""
    pin_hash = hash_short_code(pin, hashing)
    ensure_under_way(session, at)
    session.pin_hash, session.pin_tries = pin_hash, 0
    db.session.flush()
    events.publish(PinChanged(session, by, at))


def note_notice_read(session: AssistedSession, *, by: Account, at: datetime) -> None:
    """Record that the present notice was read aloud; reading it again changes nothing."""
    ensure_under_way(session, at)
    if session.notice_version == people_words.NOTICE_VERSION:
        return
    session.notice_version, session.notice_read_at = people_words.NOTICE_VERSION, at
    db.session.flush()
    events.publish(NoticeRead(session, by, at))


def count_listeners(session: AssistedSession, *, more: int, at: datetime) -> None:
    """Count somebody who only listens, or one fewer: nothing else is kept of them."""
    ensure_under_way(session, at)
    if session.listeners + more < 0:
        raise NobodyListening
    session.listeners += more
    db.session.flush()


def close(
    session: AssistedSession,
    *,
    by: Account,
    questions: str,
    at: datetime,
    agreed: Agreement | None = None,
) -> None:
    """End a session by hand, with the questions of the room noted without names.

    What was agreed is the count that people saw: raises CountChanged when somebody added to it
    in between [A-13].
    """
    ensure_under_way(session, at)
    if agreed is not None and agreed.count != people.figures(session).count:
        raise CountChanged
    session.questions = questions
    _end(session, ended_at=at, by=by, at=at, counted_with=agreed.counted_with if agreed else None)


def close_left_open(at: datetime) -> None:
    """Stamp the sessions that have closed by themselves: a chore of the worker."""
    for session in sessions.left_open(at):
        sessions.lock(session)
        if session.closed_at is None and session.ends_at is not None:
            _end(session, ended_at=session.ends_at, by=None, at=at)


def ensure_planned(session: AssistedSession, at: datetime) -> None:
    """Lock a session, and raise unless it still waits to be opened."""
    sessions.lock(session)
    if session.cancelled_at is not None:
        raise SessionCancelled
    if session.is_over_at(at):
        raise SessionOver
    if session.opened_at is not None:
        raise AlreadyOpen


def ensure_under_way(session: AssistedSession, at: datetime) -> None:
    """Lock a session, and raise unless people can take part in it now."""
    sessions.lock(session)
    if session.is_over_at(at):
        raise SessionOver
    if not session.is_open_at(at):
        raise NotUnderWay


def _end(
    session: AssistedSession,
    *,
    ended_at: datetime,
    by: Account | None,
    at: datetime,
    counted_with: CountedWith | None = None,
) -> None:
    """Close, end what people had open on the computers, and erase a practice."""
    session.closed_at = ended_at
    session.pin_hash = ""
    db.session.flush()
    for participant in people.all_of(session):
        signing_in.end_sessions_of(participant.id, at=at)
    count = people.figures(session).count
    events.publish(SessionClosed(session, by, at, count, counted_with))
    if session.is_practice:
        practice.erase_people(session)
