"""Drafts as a whole: a text begins with its first version, each next one from what the last says.

How a draft is held while its passages change is told in `texts.services.holding`.
"""

from collections.abc import Sequence
from datetime import datetime

from participe.accounts.models import Account
from participe.consultations import queries as consultations
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.texts.cutting import Piece
from participe.texts.errors import TextIsPublic
from participe.texts.models import DiscussedText, TextVersion
from participe.texts.queries import drafting, finding
from participe.texts.services import holding


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
    holding.ensure_fits(pieces)
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
        version.wordings.append(holding.new_wording(piece, holding.new_passage(text), by, at))
    holding.renumber(version)
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
        draft.wordings.append(holding.copy_of(said))
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
