"""Reads of a text under discussion, of its versions and its passages."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.texts.models import (
    DiscussedText,
    Passage,
    PassageRemoval,
    Remark,
    RemarkDecision,
    TextVersion,
    Wording,
)


def find(consultation: Consultation, number: int) -> DiscussedText | None:
    """Return the text of this number, public or not."""
    return db.session.scalar(
        select(DiscussedText).where(
            DiscussedText.consultation_id == consultation.id, DiscussedText.number == number
        )
    )


def texts_of(consultation: Consultation, *, everything: bool = False) -> Sequence[DiscussedText]:
    """Return the texts that have a public version, in their order; or those of staff alone too."""
    statement = (
        select(DiscussedText)
        .where(DiscussedText.consultation_id == consultation.id)
        .order_by(DiscussedText.number)
    )
    if not everything:
        public = select(TextVersion.text_id).where(TextVersion.published_at.is_not(None))
        statement = statement.where(DiscussedText.id.in_(public))
    return db.session.scalars(statement).all()


def current(text: DiscussedText) -> TextVersion | None:
    """Return the newest public version, its wordings in order with their passages, in one query."""
    newest = (
        select(TextVersion.id)
        .where(TextVersion.text_id == text.id, TextVersion.published_at.is_not(None))
        .order_by(TextVersion.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return _one(_whole().where(TextVersion.id == newest))


def version(text: DiscussedText, number: int) -> TextVersion | None:
    """Return a public version by its number, loaded as the current one is."""
    return _one(
        _whole().where(
            TextVersion.text_id == text.id,
            TextVersion.number == number,
            TextVersion.published_at.is_not(None),
        )
    )


def versions(text: DiscussedText) -> Sequence[TextVersion]:
    """Return the public versions, the oldest first, without what they say."""
    return db.session.scalars(
        select(TextVersion)
        .where(TextVersion.text_id == text.id, TextVersion.published_at.is_not(None))
        .order_by(TextVersion.number)
    ).all()


def rewritten_between(
    commune: Commune, since: datetime, until: datetime, limit: int
) -> list[tuple[TextVersion, int]]:
    """Return the new versions of texts published in a span of time, the first on top.

    Each comes with the number of public remarks on which it decided.
    """
    decided = (
        select(func.count(Remark.id))
        .join(Remark.decision)
        .where(
            RemarkDecision.version_id == TextVersion.id,
            Remark.hidden_at.is_(None),
            Remark.withdrawn_at.is_(None),
        )
        .correlate(TextVersion)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(TextVersion, decided)
        .join(TextVersion.text)
        .where(
            DiscussedText.commune_id == commune.id,
            TextVersion.number > 1,
            TextVersion.published_at >= since,
            TextVersion.published_at < until,
        )
        .options(contains_eager(TextVersion.text))
        .order_by(TextVersion.published_at, TextVersion.id)
        .limit(limit)
    )
    return [(version, number) for version, number in rows]


def find_passage(text: DiscussedText, number: int) -> Passage | None:
    """Return the passage that has this number for ever, wherever it is now."""
    return db.session.scalar(
        select(Passage).where(Passage.text_id == text.id, Passage.number == number)
    )


def past_of(passage: Passage) -> Sequence[Wording]:
    """Return what a passage said in each public version that holds it, the oldest first."""
    return db.session.scalars(
        select(Wording)
        .join(Wording.version)
        .where(Wording.passage_id == passage.id, TextVersion.published_at.is_not(None))
        .options(contains_eager(Wording.version))
        .order_by(TextVersion.number)
    ).all()


def removals_in(version: TextVersion) -> Sequence[PassageRemoval]:
    """Return which passages a version took out of the text, each with its public reason."""
    return db.session.scalars(
        select(PassageRemoval)
        .where(PassageRemoval.version_id == version.id)
        .options(joinedload(PassageRemoval.passage))
        .order_by(PassageRemoval.passage_id)
    ).all()


def sizes_of(texts: Iterable[DiscussedText]) -> dict[int, int]:
    """Return how many passages take remarks in the newest public version of texts, by their ids."""
    newest = (
        select(TextVersion.text_id, func.max(TextVersion.number).label("number"))
        .where(
            TextVersion.text_id.in_([text.id for text in texts]),
            TextVersion.published_at.is_not(None),
        )
        .group_by(TextVersion.text_id)
        .subquery()
    )
    rows = db.session.execute(
        select(TextVersion.text_id, func.count(Wording.id))
        .join(
            newest,
            (newest.c.text_id == TextVersion.text_id) & (newest.c.number == TextVersion.number),
        )
        .join(TextVersion.wordings)
        .where(Wording.body != "")
        .group_by(TextVersion.text_id)
    )
    return {text_id: count for text_id, count in rows}  # noqa: C416 -- a Row is no pair to mypy


def lock(text: DiscussedText) -> None:
    """Make whoever else would remark on this text, or publish it, wait for this transaction."""
    db.session.execute(
        select(DiscussedText.__table__.c.id)
        .where(DiscussedText.__table__.c.id == text.id)
        .with_for_update(key_share=True)
    )


def _whole() -> Select[TextVersion]:
    wordings = joinedload(TextVersion.wordings).joinedload(Wording.passage, innerjoin=True)
    return select(TextVersion).options(wordings).execution_options(populate_existing=True)


def _one(statement: Select[TextVersion]) -> TextVersion | None:
    return db.session.scalars(statement).unique().one_or_none()
