"""Keeping what became of passages in a draft, so that what was said of them is found again.

At every moment a passage that was public is in the draft, or went into one that is, or was
removed with a reason: what leaves hands over all that had gone into it.
"""

from collections.abc import Sequence
from typing import Any

from participe.extensions import db
from participe.texts.models import (
    Descent,
    Passage,
    PassageDescent,
    PassageRemoval,
    TextVersion,
    Wording,
)
from participe.texts.queries import drafting, finding


def was_split(version: TextVersion, origin: Passage, made: Passage) -> None:
    """Note that a new passage was cut off from another; in a first version nobody needs it."""
    if version.number > 1:
        _record(version, origin, made, Descent.SPLIT)


def was_merged(version: TextVersion, gone: Passage, into: Passage) -> None:
    """Note that what a passage says is now said by another one."""
    if version.number > 1:
        _leave(version, gone, into, "")


def was_removed(version: TextVersion, gone: Passage, reason: str) -> None:
    """Note why a passage is no longer in the text."""
    if version.number > 1:
        _leave(version, gone, None, reason)


def needs_reason(version: TextVersion, passage: Passage) -> bool:
    """Tell whether people could read what a passage says, in it or where it comes from."""
    if version.number == 1:
        return False
    came_from = (row for row in drafting.descents(version, passage) if row.to_id == passage.id)
    return drafting.was_public(passage) or any(came_from)


def kept(wording: Wording) -> dict[str, Any]:
    """Return all that a passage says, to be kept by the one that it goes into."""
    names = ("heading", "heading_level", "body", "reason", "joined")
    return {"number": wording.passage.number} | {name: getattr(wording, name) for name in names}


def remember(wording: Wording, gone: dict[str, Any], before: set[drafting.Trace]) -> None:
    """Keep what went into a passage, and what was traced of it, until the draft is published."""
    after = drafting.traces(wording.version)
    traced = {"added": sorted(after - before), "gone": sorted(before - after)}
    wording.joined = [*(wording.joined or ()), gone | traced]
    db.session.flush()


def was_separated(version: TextVersion, joined: dict[str, Any]) -> None:
    """Trace again what was traced before a passage went into another one."""
    here = {wording.passage.number: wording.passage for wording in version.wordings}
    added = {tuple(trace) for trace in joined["added"]}
    for row in drafting.all_descents(version):
        if drafting.trace_of(row) in added:
            db.session.delete(row)
    db.session.flush()
    for from_number, to_number, kind in joined["gone"]:
        origin = finding.find_passage(version.text, from_number)
        if origin and to_number in here:
            _record(version, origin, here[to_number], Descent(kind))


def _leave(version: TextVersion, gone: Passage, into: Passage | None, reason: str) -> None:
    rows = drafting.descents(version, gone)
    arrivals = [row for row in rows if row.to_id == gone.id]
    departures = [row for row in rows if row.from_id == gone.id]
    if drafting.was_public(gone):
        _record_end(version, gone, into, reason)
    else:
        _bequeath(departures, arrivals)
    for row in arrivals:
        _hand_over(row, into, reason)
    db.session.flush()


def _bequeath(departures: Sequence[PassageDescent], arrivals: Sequence[PassageDescent]) -> None:
    """Say of what was cut off from a passage nobody saw that it comes from where that came from."""
    for row in departures:
        db.session.delete(row)
        for arrival in arrivals:
            _record(row.version, arrival.origin, row.destination, Descent.SPLIT)


def _hand_over(row: PassageDescent, into: Passage | None, reason: str) -> None:
    """Say of what came from one passage that it went into another, or left with it."""
    db.session.delete(row)
    if into:
        _record(row.version, row.origin, into, row.kind)
    elif row.kind is Descent.MERGED:
        _record_end(row.version, row.origin, None, reason)
    else:
        _explain(row.version, row.origin, reason)


def _record_end(version: TextVersion, gone: Passage, into: Passage | None, reason: str) -> None:
    if into:
        _record(version, gone, into, Descent.MERGED)
    else:
        db.session.add(PassageRemoval(version=version, passage=gone, reason=reason))


def _explain(version: TextVersion, passage: Passage, reason: str) -> None:
    """Add why a part that was cut off from a passage is no longer in the text."""
    for wording in version.wordings:
        if wording.passage is passage and reason not in wording.reason:
            wording.reason = f"{wording.reason} {reason}".strip()


def _record(version: TextVersion, origin: Passage, made: Passage, kind: Descent) -> None:
    if origin is made:
        return
    known = (
        (row.from_id, row.kind) for row in drafting.descents(version, made) if row.to_id == made.id
    )
    if (origin.id, kind) not in known:
        row = PassageDescent(version=version, origin=origin, destination=made, kind=kind)
        db.session.add(row)
        db.session.flush()
