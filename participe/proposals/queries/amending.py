"""Reads of the wordings that people suggest for a proposition."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from participe.accounts.models import Account, Person
from participe.extensions import db
from participe.proposals.models import Amendment, Proposal, ProposalDraft

SHOWN = 20  # in somebody's own space; the export has all


def find(proposal: Proposal, amendment_id: int) -> Amendment | None:
    return db.session.scalar(_loaded().where(Amendment.id == amendment_id, _is_for(proposal)))


def find_to_decide(proposal: Proposal, amendment_id: int) -> Amendment | None:
    """Return it as it is now, whatever was read before; the caller holds the proposition."""
    return db.session.scalar(
        _loaded()
        .where(Amendment.id == amendment_id, _is_for(proposal))
        .execution_options(populate_existing=True)
    )


def suggested_for(proposal: Proposal) -> Sequence[Amendment]:
    """Return all that was suggested and not taken back, what waits for the author first."""
    return db.session.scalars(
        _loaded()
        .where(_is_for(proposal), Amendment.withdrawn_at.is_(None))
        .order_by(Amendment.decided_at.is_not(None), Amendment.id.desc())
    ).all()


def waiting_for(author: Account, proposal: Proposal | None = None) -> Sequence[Amendment]:
    """Return what waits for this author's word, the oldest first: on all theirs, or on one."""
    own = aliased(Proposal, flat=True)
    on_one = () if proposal is None else (_is_for(proposal),)
    return db.session.scalars(
        _loaded()
        .join(Amendment.proposal.of_type(own))
        .where(
            own.author_id == author.id,
            own.hidden_at.is_(None),
            own.withdrawn_at.is_(None),
            own.answered_at.is_(None),
            Amendment.decided_at.is_(None),
            Amendment.withdrawn_at.is_(None),
            Amendment.hidden_at.is_(None),
            *on_one,
        )
        .order_by(Amendment.id)
    ).all()


def accepted_for(proposal: Proposal) -> Sequence[Amendment]:
    """Return whose wordings the author took, in the order in which they did."""
    return db.session.scalars(
        _loaded()
        .where(_is_for(proposal), Amendment.made_version.is_not(None))
        .order_by(Amendment.made_version)
    ).all()


def origin_of(proposal: Proposal) -> Amendment | None:
    """Return the declined suggestion that became this proposition."""
    return db.session.scalar(_loaded().where(Amendment.became_id == proposal.id))


def same_open(proposal: Proposal, author: Person, text: tuple[str, str]) -> Amendment | None:
    """Return what this person already suggests in the same words, undecided."""
    title, body = text
    return db.session.scalar(
        _loaded()
        .where(
            _is_for(proposal),
            Amendment.author_id == author.id,
            Amendment.title == title,
            Amendment.body == body,
            Amendment.decided_at.is_(None),
            Amendment.withdrawn_at.is_(None),
        )
        .limit(1)
    )


def draft_of(amendment: Amendment) -> ProposalDraft | None:
    """Return the draft under way that goes on with a declined suggestion."""
    return db.session.scalar(
        select(ProposalDraft)
        .where(
            ProposalDraft.born_of_id == amendment.id,
            ProposalDraft.person_id == amendment.author_id,
            ProposalDraft.published_id.is_(None),
        )
        .limit(1)
    )


def written_by(account: Account, limit: int | None = SHOWN) -> Sequence[Amendment]:
    """Return what this person suggested, the newest first, hidden and withdrawn ones too."""
    return db.session.scalars(
        _loaded()
        .where(Amendment.author_id == account.id)
        .order_by(Amendment.id.desc())
        .limit(limit)
    ).all()


def accepted_from(person: Person) -> Sequence[Amendment]:
    """Return the accepted suggestions of a person, with all versions of their propositions."""
    return db.session.scalars(
        select(Amendment)
        .where(Amendment.author_id == person.id, Amendment.made_version.is_not(None))
        .options(joinedload(Amendment.proposal).selectinload(Proposal.versions))
    ).all()


def count_suggested(proposal_id: SQLColumnExpression[int]) -> Select[int]:
    """Select how many suggestions of a proposition can be read."""
    return select(func.count(Amendment.id)).where(
        Amendment.proposal_id == proposal_id,
        Amendment.hidden_at.is_(None),
        Amendment.withdrawn_at.is_(None),
    )


def links(proposal_id: SQLColumnExpression[int]) -> Select[int]:
    """Select how many suggestions made a version of a proposition, or became it."""
    return select(func.count(Amendment.id)).where(
        or_(
            (Amendment.proposal_id == proposal_id) & Amendment.made_version.is_not(None),
            Amendment.became_id == proposal_id,
        )
    )


def _loaded() -> Select[Amendment]:
    return select(Amendment).options(
        joinedload(Amendment.author),
        joinedload(Amendment.proposal),
        joinedload(Amendment.became),
    )


def _is_for(proposal: Proposal) -> ColumnElement[bool]:
    return Amendment.proposal_id == proposal.id
