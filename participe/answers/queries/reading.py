"""Reads of what somebody weighs before answering: supports by channel, arguments, similar ideas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participe.accounts.models import Account, Channel
from participe.discussions.models import Comment, Position
from participe.extensions import db
from participe.proposals.models import Proposal, ProposalDraft, Support
from participe.proposals.queries import similar

ARGUMENTS_SHOWN = 3  # of each position; the page of the proposition has them all


@dataclass(frozen=True)
class Arguments:
    """What was said on one side: how often, and the remarks that were answered most."""

    position: Position
    count: int
    comments: Sequence[Comment]


def supports_by_channel(proposal: Proposal) -> Mapping[Channel, int]:
    """Count the current supports of a proposition by the way they came, the most first."""
    rows = db.session.execute(
        select(Support.channel, func.count())
        .where(Support.proposal_id == proposal.id, Support.withdrawn_at.is_(None))
        .group_by(Support.channel)
        .order_by(func.count().desc(), Support.channel)
    )
    return {channel: count for channel, count in rows}  # noqa: C416 -- rows are no pairs


def arguments(proposal: Proposal) -> list[Arguments]:
    """Return what was said for, against and asked, in this order; a side that is silent is not."""
    said = [_said(proposal, position) for position in Position]
    return [side for side in said if side.count]


def near(proposal: Proposal) -> Sequence[Proposal]:
    """Return the propositions of others whose titles say nearly the same."""
    idea = ProposalDraft(consultation_id=proposal.consultation_id, title=proposal.title)
    return similar.similar_to(idea, proposal.author_id)


def _said(proposal: Proposal, position: Position) -> Arguments:
    readable = (
        Comment.subject_id == proposal.id,
        Comment.parent_id.is_(None),
        Comment.position == position,
        Comment.hidden_at.is_(None),
        Comment.withdrawn_at.is_(None),
    )
    count = db.session.scalars(select(func.count()).select_from(Comment).where(*readable)).one()
    most_answered = (
        select(Comment)
        .where(*readable)
        .options(joinedload(Comment.author.of_type(Account)).lazyload(Account.grants))
        .order_by(Comment.comments_count.desc(), Comment.id)
        .limit(ARGUMENTS_SHOWN)
    )
    return Arguments(position, count, db.session.scalars(most_answered).all() if count else ())
