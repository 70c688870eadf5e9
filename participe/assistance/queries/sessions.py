"""Reads about assisted sessions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participe.accounts.models import Account
from participe.assistance.models import (
    LONGEST,
    AssistedSession,
    Participant,
    SpaceFacilitator,
)
from participe.communes.models import Commune, DigitalSpace
from participe.consultations.models import Consultation
from participe.extensions import db

SHOWN = 200  # the most that a list goes back


def find(commune: Commune, number: int) -> AssistedSession | None:
    """Return a session with all that its pages ask for."""
    return db.session.scalar(
        _of(commune)
        .where(AssistedSession.number == number)
        .options(
            joinedload(AssistedSession.consultation).joinedload(Consultation.contract),
            selectinload(AssistedSession.colleagues),
        )
    )


def lock(session: AssistedSession) -> None:
    """Make whoever else changes it wait until this transaction ends, and read it afresh."""
    db.session.scalars(
        select(AssistedSession)
        .where(AssistedSession.id == session.id)
        .with_for_update(of=AssistedSession)
        .execution_options(populate_existing=True)
    ).one()


def of_facilitator(person: Account, commune: Commune) -> Sequence[AssistedSession]:
    """Return the sessions that somebody may run, theirs and those of their spaces, last first."""
    spaces = select(SpaceFacilitator.space_id).where(SpaceFacilitator.person_id == person.id)
    return db.session.scalars(
        _of(commune).where(
            or_(AssistedSession.facilitator_id == person.id, AssistedSession.space_id.in_(spaces))
        )
    ).all()


def in_commune(commune: Commune) -> Sequence[AssistedSession]:
    """Return all sessions of a commune, the last first."""
    return db.session.scalars(_of(commune)).all()


def open_now(commune: Commune, at: datetime) -> list[AssistedSession]:
    """Return the sessions under way."""
    rows = db.session.scalars(
        _of(commune).where(
            AssistedSession.opened_at > at - LONGEST, AssistedSession.closed_at.is_(None)
        )
    )
    return [session for session in rows if session.is_open_at(at)]


def planned(commune: Commune, at: datetime) -> Sequence[AssistedSession]:
    """Return the sessions that everyone may come to, the next first; practice is for nobody."""
    return db.session.scalars(
        _of(commune)
        .where(
            AssistedSession.is_practice.is_(False),
            AssistedSession.opened_at.is_(None),
            AssistedSession.cancelled_at.is_(None),
            AssistedSession.planned_for > at,
        )
        .order_by(None)
        .order_by(AssistedSession.planned_for, AssistedSession.id)
    ).all()


def left_open(at: datetime) -> Sequence[AssistedSession]:
    """Return the sessions of all communes that have closed by themselves, and do not say so."""
    return db.session.scalars(
        select(AssistedSession)
        .where(AssistedSession.opened_at <= at - LONGEST, AssistedSession.closed_at.is_(None))
        .order_by(AssistedSession.id)
    ).all()


def exist_in(space: DigitalSpace) -> bool:
    found = select(AssistedSession.id).where(AssistedSession.space_id == space.id).limit(1)
    return db.session.scalar(found) is not None


def count_people(sessions: Sequence[AssistedSession]) -> dict[int, int]:
    """Return how many people took part in each session, by its id."""
    rows = db.session.execute(
        select(Participant.session_id, func.count())
        .where(Participant.session_id.in_([session.id for session in sessions]))
        .group_by(Participant.session_id)
    )
    return {session_id: number for session_id, number in rows}  # noqa: C416 -- rows are no pairs


def _of(commune: Commune) -> Select[AssistedSession]:
    return (
        select(AssistedSession)
        .where(AssistedSession.commune_id == commune.id)
        .options(
            joinedload(AssistedSession.commune),
            joinedload(AssistedSession.consultation),
            joinedload(AssistedSession.space),
            joinedload(AssistedSession.facilitator),
        )
        .order_by(AssistedSession.planned_for.desc(), AssistedSession.id.desc())
        .limit(SHOWN)
    )
