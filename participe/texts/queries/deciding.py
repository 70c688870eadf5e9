"""Reads for those who decide on remarks: what waits for a decision, what they decide on."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel.pagination import Page, key_of, parse_key
from participe.texts.models import (
    DiscussedText,
    Passage,
    Remark,
    RemarkDecision,
    TextVersion,
    Wording,
)
from participe.texts.queries.ordering import InText

PAGE_SIZE = 20


def undecided(consultation: Consultation) -> int:
    """Count the public remarks on the texts of a consultation without a published decision."""
    return _count(_waiting().where(DiscussedText.consultation_id == consultation.id))


def undecided_of(text: DiscussedText) -> int:
    """Count the public remarks on a text without a published decision."""
    return _count(_waiting().where(DiscussedText.id == text.id))


def left(consultation: Consultation) -> int:
    """Count the public remarks on which staff have still to decide: not even a draft says how."""
    return _count(_left().where(DiscussedText.consultation_id == consultation.id))


def left_of(text: DiscussedText) -> int:
    """Count the public remarks on a text on which staff have still to decide."""
    return _count(_left().where(DiscussedText.id == text.id))


def texts_with_some_left(commune: Commune) -> list[tuple[DiscussedText, int]]:
    """Return the texts of a commune with remarks to decide on, and how many, most on top."""
    waiting = (
        _left()
        .with_only_columns(DiscussedText.id, func.count(Remark.id).label("number"))
        .where(Remark.commune_id == commune.id)
        .group_by(DiscussedText.id)
        .subquery()
    )
    rows = db.session.execute(
        select(DiscussedText, waiting.c.number)
        .join(waiting, waiting.c.id == DiscussedText.id)
        .options(joinedload(DiscussedText.consultation))
        .order_by(waiting.c.number.desc(), DiscussedText.id)
    )
    return [(text, number) for text, number in rows]


def to_decide(
    text: DiscussedText, *, passages: Collection[int] | None = None, left_only: bool = False
) -> Sequence[Remark]:
    """Return the public remarks on a text without a published decision, in its own order.

    What was decided in the draft is among them, for it may be changed, unless `left_only`.
    """
    query = InText().of(_to_decide(text, left_only=left_only))
    if passages is not None:
        query = query.where(Remark.passage_id.in_(passages))
    return db.session.scalars(query).all()


def page_to_decide(
    text: DiscussedText, *, after: str | None, left_only: bool = False
) -> Page[Remark]:
    """Return a page of what `to_decide` returns."""
    place = InText()
    query = place.of(_to_decide(text, left_only=left_only), *place.columns).limit(PAGE_SIZE + 1)
    key = parse_key(after, len(place.columns))
    if key is not None:
        query = query.where(tuple_(*place.columns) > tuple_(*key))
    found = db.session.execute(query).all()
    items = [row[0] for row in found[:PAGE_SIZE]]
    more = len(found) > PAGE_SIZE
    return Page(items, key_of(*found[PAGE_SIZE - 1][1:]) if more else None)


def find_all(text: DiscussedText, ids: Iterable[int]) -> Sequence[Remark]:
    """Return remarks of a text by their ids, in the order of its passages, then by age."""
    query = (
        select(Remark)
        .join(Remark.passage)
        .where(Passage.text_id == text.id, Remark.id.in_(list(ids)))
        .options(contains_eager(Remark.passage), *_shown())
    )
    return db.session.scalars(InText().of(query)).all()


def find(commune: Commune, remark_id: int) -> Remark | None:
    """Return a remark of a commune, with what staff need to decide on it."""
    return db.session.scalar(
        select(Remark)
        .where(Remark.id == remark_id, Remark.commune_id == commune.id)
        .options(joinedload(Remark.passage).joinedload(Passage.text), *_shown())
    )


def fresh_remarks(remarks: Iterable[Remark]) -> Sequence[Remark]:
    """Return these remarks as they are now, with their passages and decisions."""
    return db.session.scalars(
        select(Remark)
        .where(Remark.id.in_([remark.id for remark in remarks]))
        .order_by(Remark.id)
        .options(joinedload(Remark.passage), joinedload(Remark.decision))
        .execution_options(populate_existing=True)
    ).all()


def fresh_version(version: TextVersion) -> TextVersion:
    """Return a version as it is now; asked for under the lock of its text, it stays so."""
    return db.session.scalars(
        select(TextVersion)
        .where(TextVersion.id == version.id)
        .execution_options(populate_existing=True)
    ).one()


def wording_in(version: TextVersion, passage: Passage) -> Wording | None:
    """Return what a passage says in a version just now, if it is in it."""
    return db.session.scalars(
        select(Wording)
        .where(Wording.version_id == version.id, Wording.passage_id == passage.id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def without_remarks(version: TextVersion) -> Sequence[RemarkDecision]:
    """Return the decisions of a draft that no remark has any more."""
    return db.session.scalars(
        select(RemarkDecision).where(
            RemarkDecision.version_id == version.id,
            ~select(Remark.id).where(Remark.decision_id == RemarkDecision.id).exists(),
        )
    ).all()


def public() -> tuple[Any, Any]:
    """Return the conditions under which everybody reads a remark."""
    return Remark.hidden_at.is_(None), Remark.withdrawn_at.is_(None)


def _waiting() -> Select[Remark]:
    """Select the public remarks without a published decision, joined to what they are on."""
    decided_in_version = aliased(TextVersion)
    published = (
        select(RemarkDecision.id)
        .join(decided_in_version, RemarkDecision.version_id == decided_in_version.id)
        .where(
            RemarkDecision.id == Remark.decision_id, decided_in_version.published_at.is_not(None)
        )
        .correlate(Remark)
    )
    return (
        select(Remark).join(Remark.passage).join(Passage.text).where(~published.exists(), *public())
    )


def _left() -> Select[Remark]:
    return _waiting().where(Remark.decision_id.is_(None))


def _to_decide(text: DiscussedText, *, left_only: bool) -> Select[Remark]:
    query = (
        _waiting()
        .where(DiscussedText.id == text.id)
        .options(contains_eager(Remark.passage), *_shown())
    )
    return query.where(Remark.decision_id.is_(None)) if left_only else query


def _shown() -> tuple[ORMOption, ...]:
    """Load whom a remark is by, what it was made on and what became of it."""
    return (
        joinedload(Remark.author),
        joinedload(Remark.made_on),
        joinedload(Remark.decision).joinedload(RemarkDecision.version),
    )


def _count(query: Select[Remark]) -> int:
    return db.session.scalars(
        select(func.count()).select_from(query.with_only_columns(Remark.id).subquery())
    ).one()
