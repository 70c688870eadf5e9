"""The journal of assisted sessions: append-only, each line chained to the one before.

Whoever writes a line holds the end of the commune's chain until their transaction ends. It is
the last lock that an act takes; what writes many lines at once calls `hold` before all else.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from participe.accounts.models import Person
from participe.assistance.models.journal import JournalChain, JournalEntry
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import journal as queries
from participe.assistance.reference import Act
from participe.communes.models import Commune
from participe.extensions import db


def record(  # noqa: PLR0913 -- what a line of the journal is
    session: AssistedSession | None,
    *,
    commune_id: int,
    actor: Person | None,
    participant: Participant | None,
    act: Act,
    facts: Mapping[str, Any],
    at: datetime,
) -> JournalEntry | None:
    """Add a line, or nothing of a practice, which is erased at its end.

    `facts` are numbers of rows, ways and channels: never a name, never a text.
    """
    if session is not None and session.is_practice:
        return None
    chain = hold(commune_id)
    entry = JournalEntry(
        commune_id=commune_id,
        number=chain.number + 1,
        session_id=session.id if session else None,
        actor_id=actor.id if actor else None,
        participant_id=participant.id if participant else None,
        act=act.value,
        facts=_canonical(facts),
        at=at,
        previous_hash=chain.hash,
    )
    entry.hash = digest(entry)
    chain.number, chain.hash = entry.number, entry.hash
    db.session.add(entry)
    db.session.flush()
    return entry


def hold(commune_id: int) -> JournalChain:
    """Make others wait who would write in this journal, until this transaction ends."""
    chain = queries.lock(commune_id)
    if chain is None:
        try:
            with db.session.begin_nested():
                db.session.add(JournalChain(commune_id=commune_id, number=0, hash=""))
        except IntegrityError:  # another began the journal at the same moment
            db.session.expire_all()
        chain = queries.lock(commune_id)
    assert chain is not None, "the journal was just begun"  # noqa: S101
    return chain


def verify(commune: Commune) -> int | None:
    """Return the number of the first line that was changed, removed or put in; None if none.

    What somebody writes while it is read is no break: one that was found is looked for again
    while nobody can write.
    """
    if _first_broken(commune) is None:
        return None
    queries.lock(commune.id)
    return _first_broken(commune)


def _first_broken(commune: Commune) -> int | None:
    number, previous = 0, ""
    for entry in queries.all_lines(commune):
        number += 1
        is_next = entry.number == number and entry.previous_hash == previous
        if not is_next or entry.hash != digest(entry):
            return number
        previous = entry.hash
    end = queries.end(commune)
    is_whole = (number, previous) == (end or (0, ""))
    return None if is_whole else number + 1


def digest(entry: JournalEntry) -> str:
    """Sum up a line and, through the hash before it, all the lines before."""
    summed = {
        "number": entry.number,
        "previous_hash": entry.previous_hash,
        "commune": entry.commune_id,
        "session": entry.session_id,
        "actor": entry.actor_id,
        "participant": entry.participant_id,
        "act": entry.act,
        "facts": entry.facts,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    return hashlib.sha256(_canonical(summed).encode()).hexdigest()


def _canonical(values: Mapping[str, Any]) -> str:
    """Write values in the one way that gives the same hash everywhere."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
