"""The unusual patterns of sessions, computed from the journal each time they are shown."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from participe.accounts.models import Channel
from participe.assistance import patterns
from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.patterns import Flag, Line
from participe.assistance.queries import journal


class Flagged(NamedTuple):
    """A session in which something is unusual."""

    session: AssistedSession
    flags: list[Flag]


def of(sessions: Sequence[AssistedSession]) -> list[Flagged]:
    """Return those of these sessions in which something is unusual, in the same order."""
    lines = defaultdict[int | None, list[Line]](list)
    for entry in journal.of_sessions(sessions):
        lines[entry.session_id].append(_line(entry))
    found = (
        Flagged(one, patterns.find(lines[one.id], planned_for=one.planned_for)) for one in sessions
    )
    return [flagged for flagged in found if flagged.flags]


def _line(entry: JournalEntry) -> Line:
    facts = json.loads(entry.facts)
    return Line(
        number=entry.number,
        act=entry.act,
        participant=entry.participant_id,
        on=facts.get("on"),
        at=entry.at,
        typed_by=None if entry.actor_id == entry.participant_id else entry.actor_id,
        is_live="offline" not in facts
        and Channel.PAPER.value not in {facts.get("channel"), facts.get("way")},
    )
