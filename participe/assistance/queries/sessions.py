"""Reads about assisted sessions."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participe.accounts.models import Account, Person
from participe.assistance.models.people import Participant
from participe.assistance.models.places import SpaceFacilitator
from participe.assistance.models.sessions import LONGEST, AssistedSession
from participe.communes.models import Commune, DigitalSpace
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock

AN_HOUR = timedelta(hours=1)

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
    return db.session.scalars(_of(commune).where(_may_be_run_by(person))).all()


def led_by(person: Person) -> Sequence[AssistedSession]:
    """Return all sessions that somebody planned or opened themselves, the first on top."""
    return db.session.scalars(
        select(AssistedSession)
        .where(AssistedSession.facilitator_id == person.id)
        .options(
            joinedload(AssistedSession.commune),
            joinedload(AssistedSession.consultation),
            joinedload(AssistedSession.space),
            selectinload(AssistedSession.colleagues).joinedload(SpaceFacilitator.person),
        )
        .order_by(AssistedSession.planned_for, AssistedSession.id)
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


def of_the_day(commune: Commune, at: datetime) -> Sequence[AssistedSession]:
    """Return the sessions of today that are not over, the first on top; no practice."""
    return db.session.scalars(
        _of(commune)
        .where(_is_of_the_day(at))
        .order_by(None)
        .order_by(AssistedSession.planned_for, AssistedSession.id)
    ).all()


def count_of_the_day(commune: Commune, at: datetime, *, run_by: Account | None = None) -> int:
    """Count the sessions of today that are not over: all, or those that somebody may run."""
    counted = select(func.count(AssistedSession.id)).where(
        AssistedSession.commune_id == commune.id, _is_of_the_day(at)
    )
    if run_by is not None:
        counted = counted.where(_may_be_run_by(run_by))
    return db.session.scalars(counted).one()


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


def planned_alike(
    commune: Commune, consultation: Consultation, space: DigitalSpace, planned_for: datetime
) -> AssistedSession | None:
    """Return what waits already on this consultation, in this space, within an hour of it."""
    return db.session.scalars(
        _of(commune)
        .where(
            AssistedSession.consultation_id == consultation.id,
            AssistedSession.space_id == space.id,
            AssistedSession.is_practice.is_(False),
            AssistedSession.opened_at.is_(None),
            AssistedSession.cancelled_at.is_(None),
            AssistedSession.planned_for > planned_for - AN_HOUR,
            AssistedSession.planned_for < planned_for + AN_HOUR,
        )
        .limit(1)
    ).one_or_none()


def coming_in(
    space: DigitalSpace, commune_ids: Collection[int], at: datetime
) -> Sequence[AssistedSession]:
    """Return what these communes planned in a space for today or later, the next first."""
    return db.session.scalars(
        select(AssistedSession)
        .where(
            AssistedSession.space_id == space.id,
            AssistedSession.commune_id.in_(commune_ids),
            AssistedSession.opened_at.is_(None),
            AssistedSession.cancelled_at.is_(None),
            AssistedSession.planned_for >= clock.start_of(clock.day_of(at)),
        )
        .options(joinedload(AssistedSession.commune))
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


def _may_be_run_by(person: Account) -> ColumnElement[bool]:
    spaces = select(SpaceFacilitator.space_id).where(SpaceFacilitator.person_id == person.id)
    return or_(AssistedSession.facilitator_id == person.id, AssistedSession.space_id.in_(spaces))


def _is_of_the_day(at: datetime) -> ColumnElement[bool]:
    """Say in SQL that a session is under way, or is to be opened today."""
    today = clock.day_of(at)
    tomorrow = clock.start_of(today + timedelta(days=1))
    under_way = AssistedSession.opened_at > at - LONGEST
    to_be_opened = and_(
        AssistedSession.opened_at.is_(None),
        AssistedSession.planned_for >= clock.start_of(today),
        AssistedSession.planned_for < tomorrow,
    )
    return and_(
        AssistedSession.is_practice.is_(False),
        AssistedSession.cancelled_at.is_(None),
        AssistedSession.closed_at.is_(None),
        or_(under_way, to_be_opened),
    )


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
