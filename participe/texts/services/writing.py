"""Writing the passages of a draft: what they say, new ones, those that are left out or put back."""

from datetime import datetime

from participe.accounts.models import Account
from participe.extensions import db
from participe.texts.cutting import ARTICLE_LEVEL, Piece
from participe.texts.errors import (
    ChangedMeanwhile,
    PassageEmpty,
    PassageGone,
    RemovalNeedsReason,
    TextTooLong,
)
from participe.texts.models import Passage, TextVersion, Wording
from participe.texts.queries import drafting
from participe.texts.services import holding, tracing


def save(  # noqa: PLR0913 -- what a passage says
    wording: Wording,
    *,
    heading: str,
    body: str,
    reason: str,
    based_on: int,
    by: Account,
    at: datetime,
    heading_level: int | None = None,
) -> None:
    """Replace what a passage says in the draft; `reason` is public with the version.

    `based_on` is the revision that the editor was reading: raises ChangedMeanwhile when there
    is a newer one, PassageGone when the passage left the draft, VersionFixed after publication.
    """
    holding.hold(wording)
    if wording.revision != based_on:
        raise ChangedMeanwhile
    if not body and (wording.body or not heading):
        raise PassageEmpty
    wording.heading = heading
    wording.heading_level = _level(wording, heading_level)
    wording.body = body
    wording.reason = reason
    holding.sign(wording, by, at)
    db.session.flush()


def add(version: TextVersion, piece: Piece, *, after: int, by: Account, at: datetime) -> Wording:
    """Write a new passage after the one at this place; 0 puts it first."""
    version = holding.hold_draft(version)
    if not piece.heading and not piece.body:
        raise PassageEmpty
    if len(version.wordings) >= holding.MOST_PASSAGES:
        raise TextTooLong
    wording = holding.new_wording(piece, holding.new_passage(version.text), by, at)
    version.wordings.insert(max(0, after), wording)
    holding.renumber(version)
    db.session.flush()
    return wording


def remove(wording: Wording, *, reason: str) -> None:
    """Take a passage out of the text; of one that was public, everybody reads why."""
    version = holding.hold(wording)
    if not reason and tracing.needs_reason(version, wording.passage):
        raise RemovalNeedsReason
    tracing.was_removed(version, wording.passage, reason)
    holding.take_out(version, wording)


def restore(version: TextVersion, passage: Passage) -> Wording:
    """Put back a public passage that this draft leaves out, as it was, before what followed it."""
    version = holding.hold_draft(version)
    removal, said = drafting.find_removal(version, passage), drafting.last_public_wording(passage)
    if removal is None or said is None:
        raise PassageGone
    db.session.delete(removal)
    wording = holding.copy_of(said)
    version.wordings.insert(_place_of(said, version), wording)
    holding.renumber(version)
    db.session.flush()
    return wording


def _level(wording: Wording, asked: int | None) -> int:
    if not wording.heading:
        return 0
    return asked or wording.heading_level or ARTICLE_LEVEL


def _place_of(said: Wording, version: TextVersion) -> int:
    """Return how many passages of the draft stood before this one when it was last public."""
    before = {other.passage_id for other in said.version.wordings if other.position < said.position}
    places = [n for n, other in enumerate(version.wordings, start=1) if other.passage_id in before]
    return max(places, default=0)
