"""What every change to the passages of a draft begins and ends with.

Everybody who writes takes the lock of the text first, and then reads the draft afresh: what
two editors do at once happens one after the other.
"""

from collections.abc import Sequence
from datetime import datetime

from participe.accounts.models import Account
from participe.extensions import db
from participe.texts.cutting import Piece
from participe.texts.errors import PassageGone, TextTooLong, VersionFixed
from participe.texts.models import DiscussedText, Passage, TextVersion, Wording
from participe.texts.queries import drafting

MOST_PASSAGES = 600
LONGEST_PASSAGE = 30_000


def hold(wording: Wording) -> TextVersion:
    """Return the draft that a wording is of, held for writing; refuse when it cannot be written."""
    version = hold_draft(wording.version)
    if wording not in version.wordings:
        raise PassageGone
    return version


def hold_draft(version: TextVersion) -> TextVersion:
    """Return a draft held for writing; raises VersionFixed once it is published."""
    version = drafting.hold(version)
    if version.is_published:
        raise VersionFixed
    return version


def ensure_fits(pieces: Sequence[Piece]) -> None:
    """Raise TextTooLong for more than anybody can discuss, and our pages can show."""
    if len(pieces) > MOST_PASSAGES or any(len(piece.body) > LONGEST_PASSAGE for piece in pieces):
        raise TextTooLong


def as_part(wording: Wording) -> str:
    """Write a passage as it stands within another one."""
    heading = f"{'#' * wording.heading_level} {wording.heading}" if wording.heading else ""
    return "\n\n".join(part for part in (heading, wording.body) if part)


def sign(wording: Wording, by: Account, at: datetime) -> None:
    """Note who changed a passage, so that who was reading it before is told."""
    wording.revision += 1
    wording.saved_by, wording.saved_at = by, at


def renumber(version: TextVersion) -> None:
    """Give each passage its place in the order of the draft."""
    for position, wording in enumerate(version.wordings, start=1):
        wording.position = position


def new_passage(text: DiscussedText) -> Passage:
    """Give a text one more passage, under a number that none of its passages ever had."""
    text.last_passage_number = (text.last_passage_number or 0) + 1
    return Passage(text=text, number=text.last_passage_number)


def new_wording(piece: Piece, passage: Passage, by: Account, at: datetime) -> Wording:
    """Write what a new passage says, in the name of whoever does."""
    return Wording(
        passage=passage,
        heading=piece.heading,
        heading_level=piece.heading_level,
        body=piece.body,
        saved_by=by,
        saved_at=at,
    )


def copy_of(said: Wording) -> Wording:
    """Say the same in another version, in the name of whoever wrote it; why it changed is over."""
    return Wording(
        passage=said.passage,
        position=said.position,
        heading=said.heading,
        heading_level=said.heading_level,
        body=said.body,
        saved_by=said.saved_by,
        saved_at=said.saved_at,
    )


def take_out(version: TextVersion, wording: Wording) -> None:
    """Leave a passage out of the draft; one that nobody outside ever saw is forgotten."""
    passage = wording.passage
    version.wordings.remove(wording)
    renumber(version)
    db.session.flush()
    if version.number == 1 or not drafting.was_public(passage):
        db.session.delete(passage)
        db.session.flush()
