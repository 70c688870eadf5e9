"""Reads of groups of propositions, and the lock under which they change (docs/adr/0025)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ScalarSelect,
    Select,
    SQLColumnExpression,
    distinct,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.dml import ReturningInsert

from participe.extensions import db
from participe.proposals.models import Grouping, Proposal, Support

_PROPOSAL = Proposal.__table__.c


def head(proposal: Proposal) -> Proposal:
    """Return the proposition that speaks for this one: the lead of its group, or itself."""
    return proposal if proposal.lead_id is None or proposal.lead is None else proposal.lead


def members(lead: Proposal) -> Sequence[Proposal]:
    """Return the propositions that stand under this one, as they are now, authors loaded."""
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.lead_id == lead.id)
        .options(joinedload(Proposal.author))
        .order_by(Proposal.id)
    ).all()


def numbered(lead: Proposal, numbers: Collection[int]) -> Sequence[Proposal]:
    """Return the propositions of the lead's consultation that have these numbers."""
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.consultation_id == lead.consultation_id,
            Proposal.number.in_(numbers),
        )
        .options(joinedload(Proposal.author))
        .order_by(Proposal.id)
    ).all()


def people(lead: Proposal) -> int:
    """Count the different people who support this proposition or one that stands under it."""
    return db.session.scalars(select(people_in(lead.id))).one()


def people_in(head_id: int) -> ScalarSelect[int]:
    """Select how many different people support a group, each counted once."""
    return (
        select(func.count(distinct(Support.person_id)))
        .where(Support.withdrawn_at.is_(None), Support.proposal_id.in_(ids_in_group(head_id)))
        .scalar_subquery()
    )


def ids_in_group(head_id: int) -> Select[int]:
    """Select the propositions of a group, its head too."""
    return select(_PROPOSAL.id).where(or_(_PROPOSAL.id == head_id, _PROPOSAL.lead_id == head_id))


def insert_support(head_id: int, values: Mapping[str, Any]) -> ReturningInsert[int]:
    """Insert a support of a head, unless that person already supports something in its group."""
    row = {"proposal_id": head_id, **values}
    already = exists().where(
        Support.proposal_id.in_(ids_in_group(head_id)),
        Support.person_id == values["person_id"],
        Support.withdrawn_at.is_(None),
    )
    columns = [literal(value, Support.__table__.c[name].type) for name, value in row.items()]
    chosen = select(*columns).where(~already)
    return insert(Support).from_select(list(row), chosen).returning(Support.id)


def leads(head: Proposal, member: Proposal) -> bool:
    """Tell whether a proposition stands under that one now, whatever was read before."""
    return db.session.scalars(
        select(exists().where(_PROPOSAL.id == member.id, _PROPOSAL.lead_id == head.id))
    ).one()


def lock_heads(head_ids: Iterable[int]) -> None:
    """Make whoever else would change these groups wait until this transaction ends."""
    db.session.execute(
        select(_PROPOSAL.id)
        .where(_PROPOSAL.id.in_(head_ids))
        .order_by(_PROPOSAL.id)
        .with_for_update(key_share=True)
    )


def read_again(proposals: Collection[Proposal]) -> set[int]:
    """Refresh these propositions and their leads, and return the numbers of their heads' rows."""
    ids = [proposal.id for proposal in proposals]
    leads = select(_PROPOSAL.lead_id).where(_PROPOSAL.id.in_(ids), _PROPOSAL.lead_id.is_not(None))
    found = db.session.scalars(
        select(Proposal)
        .where(or_(Proposal.id.in_(ids), Proposal.id.in_(leads)))
        .execution_options(populate_existing=True)
    ).all()
    return {found_.lead_id or found_.id for found_ in found}


def current(member: Proposal) -> Grouping:
    """Return how this proposition came to stand where it does."""
    return db.session.scalars(
        select(Grouping).where(
            Grouping.member_id == member.id,
            Grouping.lead_id == member.lead_id,
            Grouping.left_at.is_(None),
        )
    ).one()


def history(proposal: Proposal) -> Sequence[Grouping]:
    """Return all that was put under a proposition, and under what it was put, in order."""
    return db.session.scalars(
        select(Grouping)
        .where(or_(Grouping.lead_id == proposal.id, Grouping.member_id == proposal.id))
        .options(joinedload(Grouping.lead), joinedload(Grouping.member))
        .order_by(Grouping.id)
    ).all()


def moves(proposal_id: SQLColumnExpression[int]) -> Select[int]:
    """Select how often something was put under a proposition, or it under something."""
    return select(func.count(Grouping.id)).where(
        or_(Grouping.lead_id == proposal_id, Grouping.member_id == proposal_id)
    )
