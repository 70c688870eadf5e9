"""A code that was lost after the session: one of the staff asks for another, a second confirms.

With it, who asked alone could open what is somebody's. So two people each say how they know
the person; both are in the journal, on the page that the code opens, and kept from claiming it;
and who still holds the former code is told that it was replaced [A-9, A-23].
"""

from datetime import datetime, timedelta

import argon2

from participe.accounts.models import Account
from participe.assistance.errors import (
    AskedAlready,
    AskedByYou,
    CodesOver,
    NothingAsked,
    NothingToOpen,
    SessionNotOver,
    TooManyCodes,
)
from participe.assistance.events import CodeAsked, CodeRefused, CodeReplaced
from participe.assistance.models.codes import CodeRequest, Ground
from participe.assistance.models.people import Participant
from participe.assistance.queries import codes as queries
from participe.assistance.queries import receipts as locks
from participe.assistance.services import receipts, validity
from participe.extensions import db
from participe.kernel import events, limits
from participe.kernel.codes import HASHING
from participe.kernel.limits import Limit, TooOften

A_DAY = timedelta(days=1)
ASKED_IN_SESSION = Limit("codes asked for anew in a session", 4, A_DAY)
ASKED_IN_SPACE = Limit("codes asked for anew in a space", 12, A_DAY)


def ask(participant: Participant, *, ground: Ground, by: Account, at: datetime) -> CodeRequest:
    """Ask for another code in somebody's name; nothing changes until a second person confirms.

    Raises what `ensure_possible` does, AskedAlready and TooManyCodes.
    """
    ensure_possible(participant, at)
    _spend(participant, at)
    locks.lock(participant)
    ensure_possible(participant, at)
    former = queries.unsettled_of(participant)
    if former is not None and former.waits_at(at):
        raise AskedAlready
    if former is not None:
        former.dropped_at = at
        db.session.flush()
    request = CodeRequest(participant=participant, ground=ground, asked_by=by, asked_at=at)
    db.session.add(request)
    db.session.flush()
    events.publish(CodeAsked(request, by, at))
    return request


def confirm(
    participant: Participant,
    *,
    ground: Ground,
    by: Account,
    at: datetime,
    hashing: argon2.Parameters = HASHING,
) -> str:
    """Make the code that somebody else asked for and return it, the only time that it is anywhere.

    The former one dies. Raises NothingAsked, AskedByYou, and what `ensure_possible` does.
    """
    # The locks in the order of whoever gives out a code: the commune's codes, then the person.
    locks.lock_codes(participant.session.commune_id)
    locks.lock(participant)
    request = queries.waiting_of(participant, at)
    if request is None:
        raise NothingAsked
    ensure_possible(participant, at)
    if request.asked_by_id == by.id:
        raise AskedByYou
    request.former_prefix, request.former_hash = participant.code_prefix, participant.code_hash
    db.session.flush()  # so that the next code begins otherwise than the former
    code = receipts.make(participant, at=at, hashing=hashing)
    request.confirmed_ground, request.confirmed_by, request.confirmed_at = ground, by, at
    db.session.flush()
    events.publish(CodeReplaced(request, by, at))
    return code


def refuse(participant: Participant, *, by: Account, at: datetime) -> None:
    """Give a request up: the paper was found, or that is not the person; who asked may, too."""
    locks.lock(participant)
    request = queries.waiting_of(participant, at)
    if request is None:
        raise NothingAsked
    request.dropped_at = at
    db.session.flush()
    events.publish(CodeRefused(request, by, at))


def ensure_possible(participant: Participant, at: datetime) -> None:
    """Raise the Refusal that says why this person gets no other code now.

    Who took their accord back may still have lost their code, and need it to take back the rest.
    """
    if not participant.session.is_over_at(at):
        raise SessionNotOver
    if participant.is_erased or participant.claimed_at is not None:
        raise NothingToOpen
    if validity.is_over(participant.session, at):
        raise CodesOver


def _spend(participant: Participant, at: datetime) -> None:
    """Count a request in its session and its place, never by network address."""
    session_id, space_id = participant.session_id, participant.session.space_id
    try:
        limits.spend(db.session, ASKED_IN_SESSION, session_id, at)
        limits.spend(db.session, ASKED_IN_SPACE, space_id, at)
    except TooOften as often:
        raise TooManyCodes from often
