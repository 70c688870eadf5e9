"""Reads of the answers that are promised and not given yet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from participe.accounts.models import Account
from participe.answers.models import OfficialResponse
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel.clock import day_of
from participe.proposals.models import Proposal


def due(commune: Commune) -> Sequence[Proposal]:
    """Return the propositions with a promised answer not given yet, the oldest promise first."""
    return db.session.scalars(
        _due(commune)
        .options(joinedload(Proposal.consultation))
        .order_by(Proposal.due_on, Proposal.id)
    ).all()


def count_due(commune: Commune) -> int:
    return db.session.scalars(select(func.count()).select_from(_due(commune).subquery())).one()


def count_late(commune: Commune, at: datetime) -> int:
    late = _due(commune).where(Proposal.due_on < day_of(at)).subquery()
    return db.session.scalars(select(func.count()).select_from(late)).one()


def late(at: datetime) -> Sequence[Proposal]:
    """Return the propositions of all communes whose answer is late at this instant."""
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.answered_at.is_(None),
            Proposal.due_on < day_of(at),
            Proposal.hidden_at.is_(None),
            Proposal.withdrawn_at.is_(None),
        )
        .order_by(Proposal.due_on, Proposal.id)
    ).all()


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
        .where(
            OfficialResponse.signer_id == official.id,
            OfficialResponse.sent_to_sign_at.is_not(None),
            OfficialResponse.published_at.is_(None),
        )
        .options(contains_eager(OfficialResponse.proposal))
        .order_by(Proposal.due_on, Proposal.id)
    ).all()


def _due(commune: Commune) -> Select[Proposal]:
    return select(Proposal).where(
        Proposal.commune_id == commune.id,
        Proposal.due_on.is_not(None),
        Proposal.answered_at.is_(None),
        Proposal.hidden_at.is_(None),
        Proposal.withdrawn_at.is_(None),
    )
