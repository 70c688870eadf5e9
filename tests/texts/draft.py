"""The draft of a text and what is done to its passages, said briefly."""

from sqlalchemy import select

from participe.accounts.models import Account
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.texts.cutting import cut
from participe.texts.models import (
    DiscussedText,
    Passage,
    PassageDescent,
    TextVersion,
    Wording,
)
from participe.texts.services import arranging, drafting, writing

SOURCE = """\
# La place

Article 1er – Le marché

Il a lieu le jeudi.

Il ferme à treize heures.

Article 2

Les voitures roulent à 20 km/h.

# Divers

Une phrase.
"""


def a_draft(consultation: Consultation, by: Account, source: str = SOURCE) -> TextVersion:
    return drafting.create(
        consultation,
        title="Règlement de la place",
        summary="",
        pieces=cut(source),
        by=by,
        at=clock.now(),
    )


def said(version: TextVersion) -> list[tuple[int, str, str]]:
    """Return what a version says, in order, each with the number of its passage."""
    return [(w.passage.number, w.heading, w.body) for w in version.wordings]


def words(version: TextVersion) -> list[str]:
    """Return the words of a version in order; the signs that mark a heading are none."""
    texts = (f"{wording.heading} {wording.body}" for wording in version.wordings)
    return [word for text in texts for word in text.split() if word.strip("#")]


def save(
    wording: Wording,
    by: Account,
    *,
    heading: str | None = None,
    body: str = "Autre chose.",
    reason: str = "",
    based_on: int | None = None,
) -> None:
    writing.save(
        wording,
        heading=wording.heading if heading is None else heading,
        body=body,
        reason=reason,
        based_on=based_on or wording.revision,
        by=by,
        at=clock.now(),
    )


def split(wording: Wording, bodies: list[str], by: Account) -> list[Wording]:
    return arranging.split(wording, bodies, based_on=wording.revision, by=by, at=clock.now())


def descents(version: TextVersion) -> list[PassageDescent]:
    return list(
        db.session.scalars(select(PassageDescent).where(PassageDescent.version_id == version.id))
    )


def passage_numbers(text: DiscussedText) -> list[int]:
    statement = select(Passage.number).where(Passage.text_id == text.id).order_by(Passage.number)
    return list(db.session.scalars(statement))
