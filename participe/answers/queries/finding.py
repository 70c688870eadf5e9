"""Reads of the answer to one proposition: what is public, what is being prepared."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from participe.accounts.models import Account
from participe.answers.models import AnswerCase, Clarification, OfficialResponse
from participe.extensions import db
from participe.proposals.models import Proposal


def current(proposal: Proposal) -> OfficialResponse | None:
    """Return the newest published version; of a member of a group, the one to its lead."""
    return db.session.scalars(_published_of(proposal).limit(1)).first()


def versions(proposal: Proposal) -> Sequence[OfficialResponse]:
    """Return all published versions of the answer that `current` returns, newest first."""
    return db.session.scalars(_published_of(proposal)).all()


def draft_of(proposal: Proposal) -> OfficialResponse | None:
    return db.session.scalar(
        select(OfficialResponse).where(
            OfficialResponse.proposal_id == proposal.id, OfficialResponse.published_at.is_(None)
        )
    )


def lock(proposal: Proposal) -> None:
    """Make whoever else would answer this proposition wait until this transaction ends."""
    db.session.execute(select(Proposal.id).where(Proposal.id == proposal.id).with_for_update())


def story(proposal: Proposal) -> Sequence[OfficialResponse]:
    """Return all published versions, newest first, with all that their page tells of them.

    One query: what was asked of each, the extension, who worked on it.
    """
    asked = joinedload(OfficialResponse.clarifications)
    return (
        db.session.scalars(
            _published_of(proposal).options(
                asked.joinedload(Clarification.author.of_type(Account)).lazyload(Account.grants),
                asked.joinedload(Clarification.replied_by.of_type(Account)).lazyload(
                    Account.grants
                ),
                joinedload(OfficialResponse.extension),
                joinedload(OfficialResponse.case).joinedload(AnswerCase.service),
            )
        )
        .unique()
        .all()
    )


def _published_of(proposal: Proposal) -> Select[OfficialResponse]:
    answered_id = proposal.lead_id or proposal.id
    return (
        select(OfficialResponse)
        .where(
            OfficialResponse.proposal_id == answered_id, OfficialResponse.published_at.is_not(None)
        )
        .options(joinedload(OfficialResponse.signed_by).lazyload(Account.grants))
        .order_by(OfficialResponse.version.desc())
    )
