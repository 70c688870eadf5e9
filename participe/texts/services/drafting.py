"""Writing the next version of a text: its passages keep their identity whatever is done to them.

Everybody who writes takes the lock of the text first, and then reads the draft afresh: what
two editors do at once happens one after the other. What became of a passage that was public
is kept in `texts.services.tracing`.
"""

from collections.abc import Sequence
from datetime import datetime

from participe.accounts.models import Account
from participe.consultations import queries as consultations
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.texts.cutting import ARTICLE_LEVEL, Piece
from participe.texts.errors import (
    ChangedMeanwhile,
    NotCut,
    NotNeighbours,
    PassageEmpty,
    PassageGone,
    RemovalNeedsReason,
    TextIsPublic,
    TextTooLong,
    VersionFixed,
    WordsChanged,
)
from participe.texts.models import DiscussedText, Passage, TextVersion, Wording
from participe.texts.queries import drafting, finding
from participe.texts.services import tracing

MOST_PASSAGES = 600
LONGEST_PASSAGE = 30_000


def create(
    consultation: Consultation,
    *,
    title: str,
    summary: str,
    pieces: Sequence[Piece],
    by: Account,
    at: datetime,
) -> TextVersion:
    """Begin a text with its first version, which staff correct before anybody reads it."""
    ensure_fits(pieces)
    consultations.lock(consultation)
    text = DiscussedText(
        commune_id=consultation.commune_id,
        consultation=consultation,
        number=drafting.next_text_number(consultation),
        title=title,
        summary=summary,
        created_by=by,
        created_at=at,
    )
    version = TextVersion(text=text, number=1, begun_by=by, begun_at=at)
    for piece in pieces:
        version.wordings.append(_wording(piece, _new_passage(text), by, at))
    renumber(version)
    db.session.add(version)
    db.session.flush()
    return version


def describe(text: DiscussedText, *, title: str, summary: str) -> None:
    """Change the title and the summary; both stand above every version."""
    text.title, text.summary = title, summary
    db.session.flush()


def begin(text: DiscussedText, *, by: Account, at: datetime) -> TextVersion:
    """Begin the next version from what the last one says; who comes second gets the same draft."""
    finding.lock(text)
    draft, current = drafting.draft_of(text), finding.current(text)
    if draft or current is None:
        assert draft, "a text has a version from its first day"  # noqa: S101
        return draft
    draft = TextVersion(text=text, number=current.number + 1, begun_by=by, begun_at=at)
    for said in current.wordings:
        draft.wordings.append(_copy(said))
    db.session.add(draft)
    db.session.flush()
    return draft


def discard(text: DiscussedText) -> None:
    """Forget a text that was never public, as after a wrong file."""
    finding.lock(text)
    draft = drafting.draft_of(text)
    if draft is None or draft.number > 1:
        raise TextIsPublic
    passages = [wording.passage for wording in draft.wordings]
    for thing in (draft, *passages, text):
        db.session.delete(thing)
        db.session.flush()


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
    hold(wording)
    if wording.revision != based_on:
        raise ChangedMeanwhile
    if not body and (wording.body or not heading):
        raise PassageEmpty
    wording.heading = heading
    wording.heading_level = _level(wording, heading_level)
    wording.body = body
    wording.reason = reason
    sign(wording, by, at)
    db.session.flush()


def split(
    wording: Wording, bodies: Sequence[str], *, based_on: int, by: Account, at: datetime
) -> list[Wording]:
    """Cut a passage into these bodies: the first stays, each other becomes a passage after it.

    Raises WordsChanged unless the bodies say together what the passage says, NotCut when one is
    empty, ChangedMeanwhile as `save` does.
    """
    version = hold(wording)
    if wording.revision != based_on:
        raise ChangedMeanwhile
    if len(bodies) <= 1 or not all(body.strip() for body in bodies):
        raise NotCut
    if [word for body in bodies for word in body.split()] != wording.body.split():
        raise WordsChanged
    wording.body = bodies[0]
    sign(wording, by, at)
    made = [_wording(Piece(body=body), _new_passage(version.text), by, at) for body in bodies[1:]]
    place = version.wordings.index(wording) + 1
    version.wordings[place:place] = made
    renumber(version)
    db.session.flush()
    for cut_off in made:
        tracing.was_split(version, wording.passage, cut_off.passage)
    return made


def merge(wording: Wording, following: Wording, *, by: Account, at: datetime) -> None:
    """Put what the next passage says at the end of this one, words unchanged, heading included."""
    version = hold(wording)
    place = version.wordings.index(wording)
    if version.wordings[place + 1 : place + 2] != [following]:
        raise NotNeighbours
    body = "\n\n".join(part for part in (wording.body, as_part(following)) if part)
    ensure_fits([Piece(body=body)])
    wording.body = body
    sign(wording, by, at)
    before = drafting.traces(version)
    tracing.was_merged(version, following.passage, wording.passage)
    kept = tracing.kept(following)
    _take_out(version, following)
    tracing.remember(wording, kept, before)


def move(wording: Wording, *, to: int) -> None:
    """Give a passage another place, from 1, in the order of the draft; no word changes."""
    version = hold(wording)
    order = [other for other in version.wordings if other is not wording]
    order.insert(max(0, to - 1), wording)
    for position, placed in enumerate(order, start=1):
        placed.position = position
    version.wordings.sort(key=lambda placed: placed.position)
    db.session.flush()


def add(version: TextVersion, piece: Piece, *, after: int, by: Account, at: datetime) -> Wording:
    """Write a new passage after the one at this place; 0 puts it first."""
    version = _hold_draft(version)
    if not piece.heading and not piece.body:
        raise PassageEmpty
    if len(version.wordings) >= MOST_PASSAGES:
        raise TextTooLong
    wording = _wording(piece, _new_passage(version.text), by, at)
    version.wordings.insert(max(0, after), wording)
    renumber(version)
    db.session.flush()
    return wording


def remove(wording: Wording, *, reason: str) -> None:
    """Take a passage out of the text; of one that was public, everybody reads why."""
    version = hold(wording)
    if not reason and tracing.needs_reason(version, wording.passage):
        raise RemovalNeedsReason
    tracing.was_removed(version, wording.passage, reason)
    _take_out(version, wording)


def restore(version: TextVersion, passage: Passage) -> Wording:
    """Put back a public passage that this draft leaves out, as it was, before what followed it."""
    version = _hold_draft(version)
    removal, said = drafting.find_removal(version, passage), drafting.last_public_wording(passage)
    if removal is None or said is None:
        raise PassageGone
    db.session.delete(removal)
    wording = _copy(said)
    version.wordings.insert(_place_of(said, version), wording)
    renumber(version)
    db.session.flush()
    return wording


def hold(wording: Wording) -> TextVersion:
    """Return the draft that a wording is of, held for writing; refuse when it cannot be written."""
    version = _hold_draft(wording.version)
    if wording not in version.wordings:
        raise PassageGone
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


def _hold_draft(version: TextVersion) -> TextVersion:
    version = drafting.hold(version)
    if version.is_published:
        raise VersionFixed
    return version


def _new_passage(text: DiscussedText) -> Passage:
    text.last_passage_number = (text.last_passage_number or 0) + 1
    return Passage(text=text, number=text.last_passage_number)


def _wording(piece: Piece, passage: Passage, by: Account, at: datetime) -> Wording:
    return Wording(
        passage=passage,
        heading=piece.heading,
        heading_level=piece.heading_level,
        body=piece.body,
        saved_by=by,
        saved_at=at,
    )


def _copy(said: Wording) -> Wording:
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


def _level(wording: Wording, asked: int | None) -> int:
    if not wording.heading:
        return 0
    return asked or wording.heading_level or ARTICLE_LEVEL


def _take_out(version: TextVersion, wording: Wording) -> None:
    """Leave a passage out of the draft; one that nobody outside ever saw is forgotten."""
    passage = wording.passage
    version.wordings.remove(wording)
    renumber(version)
    db.session.flush()
    if version.number == 1 or not drafting.was_public(passage):
        db.session.delete(passage)
        db.session.flush()


def _place_of(said: Wording, version: TextVersion) -> int:
    """Return how many passages of the draft stood before this one when it was last public."""
    before = {other.passage_id for other in said.version.wordings if other.position < said.position}
    places = [n for n, other in enumerate(version.wordings, start=1) if other.passage_id in before]
    return max(places, default=0)
