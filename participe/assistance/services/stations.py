"""Computers of a session: joining with four digits, handing over, beginning, leaving nothing.

A computer holds no right but that of the person handed to it (docs/adr/0031). Whoever changes
one takes the lock of its session first: a session that is over hands nothing to anybody.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from participe.accounts.models import Account
from participe.accounts.services import signing_in
from participe.assistance import policies
from participe.assistance.errors import (
    AccordRevoked,
    AlreadySeated,
    NotHanded,
    NotJoined,
    StationTaken,
    TooManyStations,
    WrongDigits,
)
from participe.assistance.events import StationBegun, StationHanded, StationJoined, StationLeft
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.models.stations import Station
from participe.assistance.queries import stations
from participe.assistance.services.sessions import ensure_under_way
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel import events, limits
from participe.kernel.codes import hash_token, random_token

DIGITS = 4
DIGITS_LIFE = timedelta(minutes=10)
MOST = 30  # computers in a session, those that left counted

# An EPN is one network for many people, and a commune is not to be shut out by one network.
TRIES_FROM_PLACE = limits.Limit("digits of a station, by place", 20, DIGITS_LIFE)
TRIES_IN_COMMUNE = limits.Limit("digits of a station", 60, DIGITS_LIFE)


def invite(session: AssistedSession, *, at: datetime) -> Station:
    """Give four digits to another computer; one whose digits were never typed gets new ones."""
    ensure_under_way(session, at)
    used = stations.used_digits(session.commune, at)
    station = stations.waiting_to_join(session, at) or _another(session)
    station.join_digits = next(digits for digits in iter(_draw, "") if digits not in used)
    station.digits_expire_at = at + DIGITS_LIFE
    db.session.flush()
    return station


def invite_all(session: AssistedSession, *, at: datetime) -> None:
    """Give digits to as many computers as were announced, before people sit down."""
    for _computer in range(min(session.computers, MOST)):
        invite(session, at=at)


def join(commune: Commune, digits: str, *, place: str, at: datetime) -> str:
    """Take a computer into the session that shows these digits, and return its only key.

    Whatever is wrong with them is said in the same sentence; `place` is the network asking.
    """
    limits.spend(db.session, TRIES_FROM_PLACE, f"{commune.id}:{place}", at)
    limits.spend(db.session, TRIES_IN_COMMUNE, commune.id, at)
    found = stations.by_digits(commune, digits, at)
    if found is None or not found.session.is_open_at(at):
        raise WrongDigits
    station = stations.lock(found)
    if station.join_digits != digits:  # another browser was faster
        raise WrongDigits
    return _give_key(station, at)


def hand(
    station: Station, participant: Participant, *, by: Account, idle: timedelta, at: datetime
) -> None:
    """Hand a computer to somebody: one person at a computer, one computer for a person.

    Raises StationTaken, AlreadySeated or AccordRevoked; after `idle` without a sign of anybody
    a computer is free again.
    """
    ensure_under_way(station.session, at)
    for left in stations.deserted(station.session, idle, at):
        free(left, at=at)
    station = stations.lock(station)
    if not station.is_joined or station.left_at is not None:
        raise NotJoined
    if participant.consent is None:
        raise AccordRevoked
    if station.participant_id is not None:
        raise StationTaken
    try:
        with db.session.begin_nested():
            station.participant_id, station.handed_at = participant.id, at
            station.begun_at = None
    except IntegrityError:  # a person sits at one computer: the column is unique
        raise AlreadySeated from None
    events.publish(StationHanded(station, participant, by, at))


def begin(station: Station, *, at: datetime) -> Participant:
    """Let the person to whom this computer was handed begin; the view signs them in on it."""
    ensure_under_way(station.session, at)
    station = stations.lock(station)
    participant = station.participant
    if participant is None or station.begun_at is not None or participant.is_erased:
        raise NotHanded
    if participant.consent is None:  # taken back while this computer was being handed over
        raise AccordRevoked
    station.begun_at = at
    db.session.flush()
    events.publish(StationBegun(station, participant, at))
    return participant


def free(station: Station, *, at: datetime) -> None:
    """Leave nobody at this computer: what they had open there ends on the server."""
    station = stations.lock(station)
    participant = station.participant
    if participant is None:
        return
    station.participant = None
    station.handed_at = station.begun_at = None
    signing_in.end_sessions_of(participant.id, at=at)
    db.session.flush()
    events.publish(StationLeft(station, participant, at))


def finish(participant: Participant, *, at: datetime) -> None:
    """End what somebody has open, wherever they sit, and free their computer."""
    station = stations.of_participant(participant)
    if station is None:
        signing_in.end_sessions_of(participant.id, at=at)
    else:
        free(station, at=at)


def leave(station: Station, *, at: datetime) -> None:
    """Take a computer out of its session: its key and its digits work no more."""
    free(station, at=at)
    station.left_at = at
    station.token_hash = station.join_digits = ""
    db.session.flush()


def leave_all(session: AssistedSession, *, at: datetime) -> None:
    """Take every computer out of a session that is over."""
    for station in stations.of(session):
        leave(station, at=at)


def lend(
    session: AssistedSession, *, by: Account, on_public_computer: bool, at: datetime
) -> tuple[Station, str]:
    """Make the facilitator's own computer one of the session, and return it with its key.

    The view ends their own session in that browser; the PIN gives it back.
    """
    ensure_under_way(session, at)
    session.pin_tries = 0
    station = stations.lent_by(session, by.id) or _another(session)
    free(station, at=at)
    station.is_facilitators, station.lent_by_id = True, by.id
    station.lent_on_public_computer, station.left_at = on_public_computer, None
    return station, _give_key(station, at)


def give_back(station: Station, *, at: datetime) -> Account | None:
    """Return whose computer this is, if they still run its session; it leaves the session."""
    owner = station.lent_by
    leave(station, at=at)
    runs = owner is not None and not owner.is_erased and policies.may_run(owner, station.session)
    return owner if runs else None


def _draw() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def _another(session: AssistedSession) -> Station:
    """Add a computer to a session, whose lock is held: numbers have no twin."""
    number = stations.count(session) + 1
    if number > MOST:
        raise TooManyStations
    station = Station(session=session, number=number)
    db.session.add(station)
    db.session.flush()
    return station


def _give_key(station: Station, at: datetime) -> str:
    token = random_token()
    station.token_hash = hash_token(token)
    station.join_digits, station.digits_expire_at = "", None
    db.session.flush()
    events.publish(StationJoined(station, at))
    return token
