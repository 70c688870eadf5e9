"""Lists of commitments: by page with filters, of a consultation, late, due soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from participe.accounts.models import Account
from participe.answers.models import OfficialResponse
from participe.commitments.models import Commitment, CommitmentUpdate, State
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel.clock import day_of
from participe.kernel.pagination import Page, key_of, parse_key
from participe.proposals.models import Proposal

PAGE_SIZE = 25
SOON = timedelta(days=7)
LATE = "late"  # what lists can be filtered by, besides the states


@dataclass(frozen=True)
class Scope:
    """Of whom one speaks: the commune, one of its consultations, one of its elected people."""

    commune: Commune
    consultation: Consultation | None = None
    official: Account | None = None


def page(scope: Scope, state: str, after: str | None, *, today: date) -> Page[Commitment]:
    """Return a page of the commitments in a state (empty: all), the last made on top."""
    query = _loaded(scope)
    if state:
        query = query.where(_in_state(state, today))
    key = parse_key(after, 1)
    if key is not None:
        query = query.where(Commitment.number < key[0])
    found = db.session.scalars(query.order_by(Commitment.number.desc()).limit(PAGE_SIZE + 1)).all()
    items = found[:PAGE_SIZE]
    return Page(items, key_of(items[-1].number) if len(found) > PAGE_SIZE else None)


def everything(scope: Scope) -> Sequence[Commitment]:
    """Return all commitments of a scope, for those who reuse them."""
    return db.session.scalars(_loaded(scope).order_by(Commitment.number)).all()


def of_consultation(consultation: Consultation) -> Sequence[Commitment]:
    """Return what was promised in answer to one consultation, the first promise on top."""
    return everything(Scope(consultation.commune, consultation))


def latest(commune: Commune, limit: int) -> Sequence[Commitment]:
    """Return the last commitments that the commune made."""
    query = _loaded(Scope(commune)).order_by(Commitment.number.desc())
    return db.session.scalars(query.limit(limit)).all()


def latest_kept(commune: Commune, limit: int) -> Sequence[Commitment]:
    """Return the last commitments that the commune declared kept."""
    query = _loaded(Scope(commune)).where(Commitment.state == State.KEPT)
    ordered = query.order_by(Commitment.closed_at.desc(), Commitment.id.desc())
    return db.session.scalars(ordered.limit(limit)).all()


def late(commune: Commune, at: datetime, limit: int) -> tuple[list[Commitment], int]:
    """Return the oldest promises whose first date has passed, and how many there are in all."""
    query = _loaded(Scope(commune)).where(_in_state(LATE, day_of(at)))
    ordered = query.order_by(Commitment.due_on, Commitment.id).limit(limit)
    rows = db.session.execute(ordered.add_columns(func.count().over())).all()
    return [commitment for commitment, _total in rows], rows[0][1] if rows else 0


def kept_between(
    commune: Commune, since: datetime, until: datetime, limit: int
) -> Sequence[Commitment]:
    """Return what the commune declared kept in a span of time, the first on top."""
    query = _loaded(Scope(commune)).where(
        Commitment.state == State.KEPT,
        Commitment.closed_at >= since,
        Commitment.closed_at < until,
    )
    ordered = query.order_by(Commitment.closed_at, Commitment.id)
    return db.session.scalars(ordered.limit(limit)).all()


def late_at(commune: Commune, at: datetime, limit: int) -> Sequence[Commitment]:
    """Return what was late at an instant, now or before, the oldest promise on top."""
    query = _loaded(Scope(commune)).where(
        Commitment.made_at < at,
        Commitment.due_on < day_of(at),
        Commitment.closed_at.is_(None) | (Commitment.closed_at >= at),
    )
    ordered = query.order_by(Commitment.due_on, Commitment.id)
    return db.session.scalars(ordered.limit(limit)).all()


def late_anywhere(at: datetime) -> Sequence[Commitment]:
    """Return the late commitments of all communes, the oldest promise on top."""
    return db.session.scalars(
        select(Commitment)
        .where(_in_state(LATE, day_of(at)))
        .options(joinedload(Commitment.proposal), joinedload(Commitment.commune))
        .order_by(Commitment.due_on, Commitment.id)
    ).all()


def to_update(commune: Commune) -> Sequence[Commitment]:
    """Return all that is neither kept nor dropped, the first promised on top."""
    query = _loaded(Scope(commune)).where(Commitment.closed_at.is_(None))
    return db.session.scalars(query.order_by(Commitment.due_on, Commitment.id)).all()


def over(commune: Commune, limit: int) -> Sequence[Commitment]:
    """Return what was kept or dropped, the last on top."""
    query = _loaded(Scope(commune)).where(Commitment.closed_at.is_not(None))
    ordered = query.order_by(Commitment.closed_at.desc(), Commitment.id.desc())
    return db.session.scalars(ordered.limit(limit)).all()


def count_pressing(commune: Commune, at: datetime) -> int:
    """Count what is late, or will be within a week: what staff should tell of now."""
    limit = day_of(at) + SOON
    return db.session.scalars(
        select(func.count())
        .select_from(Commitment)
        .where(
            Commitment.commune_id == commune.id,
            Commitment.closed_at.is_(None),
            Commitment.due_on <= limit,
        )
    ).one()


def consultations(commune: Commune) -> Sequence[Consultation]:
    """Return the consultations in which something was promised, the newest first."""
    committed = select(Commitment.consultation_id).where(Commitment.commune_id == commune.id)
    owed = select(Proposal.consultation_id).where(
        Proposal.commune_id == commune.id, Proposal.due_on.is_not(None)
    )
    return db.session.scalars(
        select(Consultation)
        .where(
            Consultation.commune_id == commune.id,
            Consultation.published_at.is_not(None),
            Consultation.id.in_(committed) | Consultation.id.in_(owed),
        )
        .order_by(Consultation.published_at.desc(), Consultation.id.desc())
    ).all()


def officials(commune: Commune) -> Sequence[Account]:
    """Return the elected people who answered for the commune or committed it, by name."""
    committed = select(Commitment.official_id).where(Commitment.commune_id == commune.id)
    signed = (
        select(OfficialResponse.signed_by_id)
        .join(Proposal, Proposal.id == OfficialResponse.proposal_id)
        .where(Proposal.commune_id == commune.id, OfficialResponse.published_at.is_not(None))
    )
    return db.session.scalars(
        select(Account)
        .where(Account.id.in_(committed) | Account.id.in_(signed))
        .options(lazyload(Account.grants))
        .order_by(Account.display_name, Account.id)
    ).all()


def _loaded(scope: Scope) -> Select[Commitment]:
    return (
        select(Commitment)
        .where(*within(scope))
        .options(
            joinedload(Commitment.proposal),
            joinedload(Commitment.consultation),
            joinedload(Commitment.official).lazyload(Account.grants),
            selectinload(Commitment.updates).joinedload(CommitmentUpdate.file),
        )
    )


def within(scope: Scope) -> list[ColumnElement[bool]]:
    """Return the conditions that keep commitments to a scope."""
    conditions = [Commitment.commune_id == scope.commune.id]
    if scope.consultation:
        conditions.append(Commitment.consultation_id == scope.consultation.id)
    if scope.official:
        conditions.append(Commitment.official_id == scope.official.id)
    return conditions


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    is_late = Commitment.closed_at.is_(None) & (Commitment.due_on < today)
    if state == LATE:
        return is_late
    return (Commitment.state == State(state)) & ~is_late
