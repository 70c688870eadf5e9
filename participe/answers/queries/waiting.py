"""Reads of the answers that are promised and not given yet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from participe.accounts.models import Account
from participe.answers.models import AnswerCase, OfficialResponse
from participe.communes.models import Commune
from participe.consultations.models import Consultation, Contract
from participe.extensions import db
from participe.kernel.clock import day_of
from participe.proposals.models import Proposal


def due(commune: Commune) -> Sequence[Proposal]:
    """Return the propositions with a promised answer not given yet, the oldest promise first."""
    return db.session.scalars(
        due_in(commune)
        .options(joinedload(Proposal.consultation))
        .order_by(Proposal.due_on, Proposal.id)
    ).all()


def count_due(commune: Commune) -> int:
    return db.session.scalars(select(func.count()).select_from(due_in(commune).subquery())).one()


def count_late(commune: Commune, at: datetime) -> int:
    late = due_in(commune).where(Proposal.due_on < day_of(at)).subquery()
    return db.session.scalars(select(func.count()).select_from(late)).one()


def unanswered(consultation: Consultation) -> int:
    """Count the propositions of a consultation that reached the threshold and have no answer."""
    waiting = _waiting().where(Proposal.consultation_id == consultation.id).subquery()
    return db.session.scalars(select(func.count()).select_from(waiting)).one()


def drafts(commune: Commune) -> Sequence[OfficialResponse]:
    """Return the answers in preparation, the oldest first, by proposition."""
    return db.session.scalars(
        select(OfficialResponse)
        .join(OfficialResponse.proposal)
        .where(Proposal.commune_id == commune.id, OfficialResponse.published_at.is_(None))
        .options(contains_eager(OfficialResponse.proposal), joinedload(OfficialResponse.signer))
        .order_by(OfficialResponse.saved_at)
    ).all()


def to_sign(official: Account) -> Sequence[OfficialResponse]:
    """Return the answers that wait for this official's signature, the first promised on top."""
    return db.session.scalars(
        select(OfficialResponse)
        .join(OfficialResponse.proposal)
        .where(*_to_be_signed_by(official))
        .options(contains_eager(OfficialResponse.proposal))
        .order_by(Proposal.due_on, Proposal.id)
    ).all()


def count_pressing(official: Account, at: datetime) -> int:
    """Count the propositions whose answer this official signs now, or should have given."""
    asked_to_sign = select(OfficialResponse.proposal_id).where(*_to_be_signed_by(official))
    in_charge = func.coalesce(AnswerCase.official_id, Contract.official_id)
    late = (
        _waiting()
        .with_only_columns(Proposal.id)
        .outerjoin(AnswerCase, AnswerCase.proposal_id == Proposal.id)
        .join(Contract, Contract.consultation_id == Proposal.consultation_id)
        .where(
            Proposal.commune_id == official.commune_id,
            Proposal.due_on < day_of(at),
            in_charge == official.id,
        )
    )
    pressing = asked_to_sign.union(late).subquery()  # one that is late and to sign counts once
    return db.session.scalars(select(func.count()).select_from(pressing)).one()


def due_in(commune: Commune) -> Select[Proposal]:
    """Select the propositions of a commune with a promised answer not given yet."""
    return _waiting().where(Proposal.commune_id == commune.id)


def due_before(at: datetime) -> Select[Proposal]:
    """Select those of all communes whose last day has come by the day of this instant."""
    return _waiting().where(Proposal.due_on <= day_of(at))


def _waiting() -> Select[Proposal]:
    """Select what the commune owes an answer to; a group is owed one, by way of its lead."""
    return select(Proposal).where(
        Proposal.lead_id.is_(None),
        Proposal.due_on.is_not(None),
        Proposal.answered_at.is_(None),
        Proposal.hidden_at.is_(None),
        Proposal.withdrawn_at.is_(None),
    )


def _to_be_signed_by(official: Account) -> tuple[ColumnElement[bool], ...]:
    return (
        OfficialResponse.signer_id == official.id,
        OfficialResponse.sent_to_sign_at.is_not(None),
        OfficialResponse.published_at.is_(None),
    )
