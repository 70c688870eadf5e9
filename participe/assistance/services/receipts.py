"""The code of a receipt: given out once, kept as a slow hash, found again without an oracle.

A code has twelve signs. The first three, which no other living code of the commune has, find
its row; eight more are chance, and the last checks the others (docs/adr/0032).
"""

import logging
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

import argon2

from participe.accounts.models import Person
from participe.assistance.errors import (
    CodeReplacedSince,
    NothingToOpen,
    SessionOver,
    WrongCode,
)
from participe.assistance.events import ReceiptIssued, ReceiptOpened
from participe.assistance.models.codes import CodeRequest
from participe.assistance.models.people import Participant
from participe.assistance.queries import codes as lost
from participe.assistance.queries import receipts as queries
from participe.assistance.services import validity
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel import codes, events, french, limits
from participe.kernel.clock import day_of
from participe.kernel.codes import HASHING, hash_token

log = logging.getLogger(__name__)

GROUPS = 3
LENGTH = GROUPS * codes.GROUP
PREFIX = 3
# Of one beginning, whoever tries it and from wherever: an EPN shares an address among many people.
TRIED = limits.Limit("receipt codes tried", 10, timedelta(minutes=15))
TRIED_IN_COMMUNE = limits.Limit("receipt codes tried in a commune", 1000, timedelta(hours=1))


def issue(
    participant: Participant,
    *,
    by: Person | None,
    at: datetime,
    hashing: argon2.Parameters = HASHING,
) -> str:
    """Give somebody a code and return it, the only time that it is anywhere; the former one dies.

    Raises SessionOver once the session is closed: from then on nobody but the person opens
    what is theirs; and NothingToOpen. Who took their accord back gets one all the same, for it
    is how they take back what they published.
    """
    if not can_be_issued(participant, at):
        raise SessionOver
    if participant.is_erased or participant.claimed_at is not None:
        raise NothingToOpen
    code = make(participant, at=at, hashing=hashing)
    events.publish(ReceiptIssued(participant, by, at))
    return code


def can_be_issued(participant: Participant, at: datetime) -> bool:
    """Tell whether one person may still give this code out.

    Who wrote on paper or without network, and was typed in or imported after the closing, gets
    a first code then, and no other.
    """
    return participant.session.is_open_at(at) or participant.comes_late


def make(participant: Participant, *, at: datetime, hashing: argon2.Parameters = HASHING) -> str:
    """Put a new code in place of somebody's former one, whoever may have it, and return it."""
    queries.lock_codes(participant.session.commune_id)
    code = _new_code(participant.session.commune)
    participant.code_prefix = code[:PREFIX]
    participant.code_hash = codes.hash_short_code(code, hashing)
    participant.code_valid_until = validity.last_day(participant.session)
    participant.receipt_printed_at = at
    db.session.flush()
    return code


def find_by_code(
    commune: Commune, typed: str, *, at: datetime, hashing: argon2.Parameters = HASHING
) -> Participant:
    """Return whose code this is; raises WrongCode, in the same words whatever is wrong with it.

    A code that cannot be one of ours costs nothing, for anybody can compute that. Each other
    try is counted before it is compared, and compared once, whether there is a code that
    begins so or not [T-140, T-144]. Who types a whole code that two of the staff replaced is
    told so, by CodeReplacedSince: it may be theirs, and nobody else has it.
    """
    code = codes.normalise(typed)[-LENGTH:]
    if len(code) != LENGTH or not codes.is_valid(code):
        raise WrongCode
    _count_try(commune, code[:PREFIX], at)
    found = queries.with_prefix(commune, code[:PREFIX])
    former = lost.replaced_with_prefix(commune, code[:PREFIX])
    hashed = _hash_of(found, former) or _nobodys(hashing)
    if not codes.verify_short_code(code, hashed):
        raise WrongCode
    if former is not None and former.confirmed_at is not None:
        raise CodeReplacedSince(french.day(day_of(former.confirmed_at)))
    if found is None or validity.is_over(found.session, at):
        raise WrongCode
    events.publish(ReceiptOpened(found, at))
    return found


def kill(participant: Participant) -> None:
    """Make the code of somebody open nothing any more."""
    participant.code_prefix = participant.code_hash = ""


def mark_of(participant: Participant) -> str:
    """Return what tells the present code of somebody from any other, and nothing of the code."""
    return hash_token(participant.code_hash)


def _new_code(commune: Commune) -> str:
    """Draw codes until one begins as no other in the commune; whoever asks holds the lock."""
    while True:
        code = codes.new_code(GROUPS)
        if not _is_taken(commune, code[:PREFIX]):
            return code


def _is_taken(commune: Commune, prefix: str) -> bool:
    living = queries.with_prefix(commune, prefix)
    return living is not None or lost.replaced_with_prefix(commune, prefix) is not None


def _hash_of(found: Participant | None, former: CodeRequest | None) -> str:
    """Return what a code is compared with: no beginning is that of two."""
    if found is not None:
        return found.code_hash
    return former.former_hash if former is not None else ""


def _count_try(commune: Commune, prefix: str, at: datetime) -> None:
    commune_id = commune.id
    try:
        limits.spend(db.session, TRIED_IN_COMMUNE, commune_id, at)
    except limits.TooOften:
        log.warning("too many codes of receipts were tried in commune %d", commune_id)
        raise
    limits.spend(db.session, TRIED, f"{commune_id}:{prefix}", at)


def _nobodys(hashing: argon2.Parameters) -> str:
    """Return the hash of what nobody knows: to compare with it costs as much as with any other."""
    return _hash_of_nothing(hashing.memory_cost, hashing.time_cost)


@lru_cache(maxsize=4)
def _hash_of_nothing(memory: int, rounds: int) -> str:
    hashing = replace(HASHING, memory_cost=memory, time_cost=rounds)
    return codes.hash_short_code(secrets.token_urlsafe(), hashing)
