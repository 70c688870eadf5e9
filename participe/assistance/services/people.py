"""The people of a session: a name for the hour, an accord, a way to take part.

Nothing that tells who they are is asked. The rates are counted by session and by place, not
by network address: an EPN shares one.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from participe.accounts.models import Person
from participe.assistance.errors import (
    AccordRevoked,
    NamePublished,
    NoticeNotRead,
    PlaceFull,
    RoomFull,
)
from participe.assistance.events import ConsentRevoked, PersonAdded, PersonRenamed, WayChanged
from participe.assistance.models.people import Consent, ConsentForm, Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import people
from participe.assistance.queries import sessions as queries
from participe.assistance.services import journal, sessions, stations
from participe.assistance.wording import people as people_words
from participe.assistance.wording import sessions as words
from participe.extensions import db
from participe.kernel import events

A_MINUTE = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)
MOST_BY_ONE = 15  # that one facilitator adds to a session in an hour
MOST_IN_A_SPACE = 30  # an hour, all sessions together


def add(  # noqa: PLR0913 -- what is known of a person
    session: AssistedSession,
    *,
    name: str,
    way: Way,
    consent: ConsentForm,
    by: Person,
    at: datetime,
    stands_for: int = 1,
) -> Participant:
    """Add somebody at the next place; without a name they get a gentle one at random.

    Raises NotUnderWay or SessionOver, NoticeNotRead, RoomFull when a second facilitator is
    needed, and PlaceFull. Who adds declares that the person has the age of the consultation:
    the button says so.
    """
    sessions.ensure_under_way(session, at)
    if session.notice_version is None:
        raise NoticeNotRead
    _ensure_room(session, by, at)
    accord = Consent(
        notice_version=session.notice_version, given=consent, recorded_by_id=by.id, given_at=at
    )
    return enrol(session, accord, name=name, way=way, by=by, at=at, stands_for=stands_for)


def enrol(
    session: AssistedSession,
    accord: Consent,
    *,
    name: str,
    way: Way,
    by: Person,
    at: datetime,
    **more: Any,
) -> Participant:
    """Write somebody down at the next place, with their accord; asks no rule but their name's.

    Whoever calls this holds the session.
    """
    participant = Participant(
        commune_id=session.commune_id,
        display_name=_free_name(name, people.names_in(session)),
        created_at=at,
        session=session,
        place=people.last_place(session) + 1,
        way=way,
        **more,
    )
    participant.consents.append(accord)
    db.session.add(participant)
    db.session.flush()
    events.publish(PersonAdded(participant, by, at))
    return participant


def change_way(
    participant: Participant, *, way: Way, stands_for: int, by: Person, at: datetime
) -> None:
    """Say otherwise how somebody takes part, and how many people stand behind them."""
    sessions.ensure_under_way(participant.session, at)
    if participant.consent is None:
        raise AccordRevoked
    if (participant.way, participant.stands_for) == (way, stands_for):
        return
    participant.way, participant.stands_for = way, stands_for
    db.session.flush()
    events.publish(WayChanged(participant, by, at))


def rename(participant: Participant, *, name: str, by: Person, at: datetime) -> None:
    """Give somebody another name, as long as nothing is public under the one they have.

    Whoever publishes waits for the journal, which is held first: they are seen, or come after.
    """
    session = participant.session
    ensure_may_act(participant, at)
    journal.hold(session.commune_id)
    if people.has_published(participant):
        raise NamePublished
    if name == participant.display_name:
        return
    taken = people.names_in(session) - {participant.display_name.casefold()}
    participant.display_name = _free_name(name, taken)
    db.session.flush()
    events.publish(PersonRenamed(participant, by, at))


def revoke_consent(participant: Participant, *, by: Person, at: datetime) -> None:
    """Take an accord back, after the session too: this person does nothing more under it.

    Nor does a computer wait for them any more. What they wrote stays theirs, to be withdrawn
    with their code.
    """
    queries.lock(participant.session)
    for given in participant.consents:
        db.session.refresh(given)
    consent = participant.consent
    if consent is None:
        return
    consent.revoked_at = at
    stations.finish(participant, at=at)
    db.session.flush()
    events.publish(ConsentRevoked(participant, by, at))


def ensure_may_act(participant: Participant, at: datetime) -> None:
    """Raise unless this person can do something now: session under way, accord given."""
    sessions.ensure_under_way(participant.session, at)
    if participant.consent is None:
        raise AccordRevoked


def _ensure_room(session: AssistedSession, by: Person, at: datetime) -> None:
    """Raise when this facilitator has their hands full, or the place has no room.

    Papers and files have limits of their own (`services.papers`), and take no room.
    """
    since = at - AN_HOUR
    added = people.added_by(session, by, since)
    if len(added) >= MOST_BY_ONE:
        raise RoomFull(words.hour(_has_room(added, MOST_BY_ONE)))
    added = people.added_in_space(session.space_id, since)
    if len(added) >= MOST_IN_A_SPACE:
        raise PlaceFull(words.hour(_has_room(added, MOST_IN_A_SPACE)))


def _has_room(added: Sequence[datetime], most: int) -> datetime:
    """Return the first whole minute at which one more can be added."""
    freed = added[-most] + AN_HOUR
    minute = freed.replace(second=0, microsecond=0)
    return minute if minute == freed else minute + A_MINUTE


def _free_name(wanted: str, taken: set[str]) -> str:
    """Return a name nobody has in the session: as wanted, else at random, else numbered."""
    free = [name for name in people_words.GENTLE_NAMES if name.casefold() not in taken]
    name = wanted or secrets.choice(free or people_words.GENTLE_NAMES)
    number, unique = 1, name
    while unique.casefold() in taken:
        number += 1
        unique = f"{name} {number}"
    return unique
