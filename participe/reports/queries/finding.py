"""Reads of bilans: one, those that wait, those that everyone reads."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from participe.accounts.models import Account
from participe.communes.models import Commune
from participe.consultations.models import Consultation, Contract
from participe.extensions import db
from participe.kernel.clock import day_of
from participe.reports.models import OutcomeReport
from participe.reports.schedule import days_late


def of_consultation(consultation: Consultation) -> OutcomeReport | None:
    """Return the bilan of a consultation, published or not, who approved it loaded."""
    return db.session.scalar(
        select(OutcomeReport)
        .where(OutcomeReport.consultation_id == consultation.id)
        .options(
            joinedload(OutcomeReport.approved_by.of_type(Account)).lazyload(Account.grants),
            joinedload(OutcomeReport.saved_by.of_type(Account)).lazyload(Account.grants),
        )
    )


def lock(report: OutcomeReport) -> None:
    """Make whoever else would change it wait until this transaction ends, and read it afresh."""
    db.session.scalars(
        select(OutcomeReport)
        .where(OutcomeReport.id == report.id)
        .with_for_update(of=OutcomeReport)
        .execution_options(populate_existing=True)
    ).one()


def waiting(commune: Commune) -> Sequence[OutcomeReport]:
    """Return what waits for the director general, the oldest first."""
    return db.session.scalars(
        _of(commune)
        .where(OutcomeReport.submitted_at.is_not(None), OutcomeReport.approved_at.is_(None))
        .order_by(OutcomeReport.submitted_at, OutcomeReport.id)
    ).all()


def count_waiting(commune: Commune) -> int:
    return db.session.scalars(
        select(func.count(OutcomeReport.id))
        .join(OutcomeReport.consultation)
        .where(
            Consultation.commune_id == commune.id,
            OutcomeReport.submitted_at.is_not(None),
            OutcomeReport.approved_at.is_(None),
        )
    ).one()


def unpublished(commune: Commune) -> Sequence[OutcomeReport]:
    """Return what staff write, send and may publish, the last saved first."""
    return db.session.scalars(
        _of(commune)
        .where(OutcomeReport.published_at.is_(None))
        .order_by(OutcomeReport.saved_at.desc(), OutcomeReport.id.desc())
    ).all()


def latest(commune: Commune, limit: int) -> Sequence[OutcomeReport]:
    """Return the last published bilans, their consultation loaded."""
    return db.session.scalars(
        _of(commune)
        .where(OutcomeReport.published_at.is_not(None))
        .order_by(OutcomeReport.published_at.desc(), OutcomeReport.id.desc())
        .limit(limit)
    ).all()


def published_between(
    commune: Commune, since: datetime, until: datetime, limit: int
) -> Sequence[OutcomeReport]:
    """Return the bilans that were published in a span of time, the first on top."""
    return db.session.scalars(
        _of(commune)
        .where(OutcomeReport.published_at >= since, OutcomeReport.published_at < until)
        .order_by(OutcomeReport.published_at, OutcomeReport.id)
        .limit(limit)
    ).all()


def published_of(consultations: Sequence[Consultation]) -> Sequence[OutcomeReport]:
    """Return the published bilans of these consultations, in one query."""
    return db.session.scalars(
        select(OutcomeReport).where(
            OutcomeReport.consultation_id.in_([consultation.id for consultation in consultations]),
            OutcomeReport.published_at.is_not(None),
        )
    ).all()


def promised(commune: Commune, at: datetime) -> Sequence[Consultation]:
    """Return the consultations whose promised day is past and that have no public bilan."""
    done = exists().where(
        OutcomeReport.consultation_id == Consultation.id, OutcomeReport.published_at.is_not(None)
    )
    found = db.session.scalars(
        select(Consultation)
        .join(Consultation.contract)
        .where(
            Consultation.commune_id == commune.id,
            Consultation.published_at.is_not(None),
            Contract.answers_by < day_of(at),
            ~done,
        )
        .options(contains_eager(Consultation.contract), selectinload(Consultation.phases))
        .order_by(Contract.answers_by, Consultation.id)
    )
    return [consultation for consultation in found if days_late(consultation, at)]


def _of(commune: Commune) -> Select[OutcomeReport]:
    return (
        select(OutcomeReport)
        .join(OutcomeReport.consultation)
        .where(Consultation.commune_id == commune.id)
        .options(contains_eager(OutcomeReport.consultation))
    )
