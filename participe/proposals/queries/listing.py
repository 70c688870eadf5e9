"""Reads of many propositions: the pages of a list, what it can be narrowed to, how many it has."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import load_only, selectinload

from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel.pagination import Page
from participe.proposals.models import SEARCH, Proposal, Theme
from participe.proposals.queries import ordering
from participe.proposals.queries.filters import Filters, Order, Scope, conditions, listed_in

PAGE_SIZE = 20
COUNTED = 1000  # beyond, a list says “plus de 1 000”: counting all costs more than reading a page
MOST_FACETS = 300  # themes and localities to choose from

_SHOWN = load_only(
    Proposal.number,
    Proposal.title,
    Proposal.language,
    Proposal.excerpt,
    Proposal.shuffle,
    Proposal.published_at,
    Proposal.supports_count,
    Proposal.comments_count,
    Proposal.due_on,
    Proposal.answered_at,
    Proposal.outcome,
    Proposal.threshold_reached_at,
    Proposal.locality,
    Proposal.hidden_at,
    Proposal.withdrawn_at,
    Proposal.lead_id,
    Proposal.people_count,
)
# Under which other one a proposition stands is said beside it.
_LEAD = selectinload(Proposal.lead).load_only(Proposal.number, Proposal.title, Proposal.language)


@dataclass(frozen=True)
class Listing(Page[Proposal]):
    """A page of a list, and how many propositions the whole list has, up to COUNTED + 1."""

    total: int = 0


@dataclass(frozen=True)
class Facets:
    """What a list can be narrowed to: themes (number and name by slug), localities."""

    themes: dict[str, tuple[int, str]] = field(default_factory=dict)
    localities: Sequence[str] = ()


def page(
    scope: Scope, filters: Filters, order: Order, *, after: str | None, at: datetime
) -> Listing:
    """Return a page of a list and its count, in one query."""
    dialect = db.session.get_bind().dialect.name
    found = SEARCH.found(filters.words, dialect) if filters.words else None
    where = [*listed_in(scope, searched=found is not None), *conditions(filters, at, found)]
    arcs = ordering.arcs(order, scope.consultation, after, at, found)
    query = _in_order(select(Proposal, _count(where)), arcs, where, PAGE_SIZE + 1)
    rows = db.session.execute(query).all()
    items = [row[0] for row in rows[:PAGE_SIZE]]
    more = len(rows) > PAGE_SIZE
    next_key = ordering.key(order, items[-1], after, at) if more else None
    return Listing(items, next_key, total=rows[0][1] if rows else 0)


def first_of(consultation: Consultation, *, at: datetime, limit: int) -> Sequence[Proposal]:
    """Return the first propositions of a consultation in the order of the day."""
    where = listed_in(Scope(consultation.commune, consultation))
    arcs = ordering.arcs(Order.OF_THE_DAY, consultation, None, at)
    return db.session.scalars(_in_order(select(Proposal), arcs, where, limit)).all()


def count_in(consultation: Consultation) -> int:
    """Count the listed propositions of a consultation, up to COUNTED + 1."""
    return db.session.scalars(
        select(_count(listed_in(Scope(consultation.commune, consultation))))
    ).one()


def facets(scope: Scope) -> Facets:
    """Return the themes of the commune and the localities of what is listed, in one query."""
    themes = select(literal("theme"), Theme.id, Theme.slug, Theme.name).where(
        Theme.commune_id == scope.commune.id
    )
    rows: Sequence[Any] = db.session.execute(
        union_all(themes, _localities(scope)).limit(MOST_FACETS)
    ).all()
    return Facets(
        themes={slug: (id_, name) for kind, id_, slug, name in rows if kind == "theme"},
        localities=sorted({name for kind, _id, _slug, name in rows if kind == "locality"}),
    )


def _in_order(
    query: Select[*tuple[Any, ...]],
    arcs: Sequence[ordering.Arc],
    where: Sequence[ColumnElement[bool]],
    limit: int,
) -> Select[Any]:
    """Take the first rows of the arcs into a query, in their order."""
    ranked = _ranked(arcs, where, limit)
    places: tuple[SQLColumnExpression[Any], ...] = (ranked.c.place, ranked.c.id)
    if arcs[0].descending:
        places = tuple(place.desc() for place in places)
    return (
        query.join(ranked, Proposal.id == ranked.c.id)
        .options(_SHOWN, _LEAD)
        .order_by(ranked.c.turn, *places)
        .limit(limit)
    )


def _ranked(
    arcs: Sequence[ordering.Arc], where: Sequence[ColumnElement[bool]], limit: int
) -> Subquery:
    """Return the rows of the page, each arc cut by itself so that no scan goes on needlessly."""
    parts = []
    for turn, arc in enumerate(arcs):
        places = (arc.place,) if arc.is_unique else (arc.place, Proposal.id)
        part = (
            select(Proposal.id.label("id"), arc.place.label("place"), literal(turn).label("turn"))
            .where(*where, arc.where)
            .order_by(*(place.desc() if arc.descending else place for place in places))
            .limit(limit)
            .subquery()
        )
        parts.append(select(part.c.id, part.c.place, part.c.turn))
    return union_all(*parts).subquery()


def _count(where: Sequence[ColumnElement[bool]]) -> ColumnElement[int]:
    some = select(Proposal.id).where(*where).limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _localities(scope: Scope) -> Select[Any]:
    """Select each locality once by leaps along an index, whatever the number of propositions."""
    among = (
        Consultation.id == scope.consultation.id
        if scope.consultation
        else Consultation.commune_id == scope.commune.id
    )
    first = (
        select(
            Consultation.id.label("consultation_id"),
            _next_locality(Consultation.id, literal("")).label("locality"),
        )
        .where(among)
        .cte("place", recursive=True)
    )
    place = first.union_all(
        select(
            first.c.consultation_id, _next_locality(first.c.consultation_id, first.c.locality)
        ).where(first.c.locality.is_not(None))
    )
    return select(literal("locality"), literal(0), literal(""), place.c.locality).where(
        place.c.locality.is_not(None)
    )


def _next_locality(
    consultation_id: SQLColumnExpression[int], after: SQLColumnExpression[str]
) -> ColumnElement[str]:
    return (
        select(Proposal.locality)
        .where(
            Proposal.consultation_id == consultation_id,
            Proposal.locality > after,
            Proposal.hidden_at.is_(None),
            Proposal.withdrawn_at.is_(None),
        )
        .order_by(Proposal.locality)
        .limit(1)
        .scalar_subquery()
    )
