"""Reads of what people did not understand in an answer."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from participe.accounts.models import Account, Person
from participe.answers.models import Clarification, OfficialResponse
from participe.communes.models import Commune
from participe.extensions import db
from participe.proposals.models import Proposal, Support


def find(commune: Commune, clarification_id: int) -> Clarification | None:
    """Return one clarification of this commune, in any state, with what it is about."""
    return db.session.scalar(
        _with_its_proposal().where(
            Clarification.id == clarification_id, Clarification.commune_id == commune.id
        )
    )


def lock(clarification: Clarification) -> None:
    """Wait until nobody else is changing this one, and read its present state."""
    db.session.scalars(
        select(Clarification)
        .where(Clarification.id == clarification.id)
        .with_for_update(of=Clarification.__table__)
        .execution_options(populate_existing=True)
    ).one()


def asked_by(response: OfficialResponse, person: Person) -> Clarification | None:
    """Return what this person asked about this published answer."""
    return db.session.scalar(
        select(Clarification).where(
            Clarification.response_id == response.id, Clarification.asker_id == person.id
        )
    )


def concerns(proposal: Proposal, person_id: int) -> bool:
    """Tell whether somebody wrote or supports a proposition, or another of its group."""
    lead_id = proposal.lead_id or proposal.id
    group = (Proposal.id == lead_id) | (Proposal.lead_id == lead_id)
    supported = select(Support.proposal_id).where(
        Support.person_id == person_id, Support.withdrawn_at.is_(None)
    )
    theirs = (Proposal.author_id == person_id) | Proposal.id.in_(supported)
    return db.session.scalar(select(Proposal.id).where(group, theirs).limit(1)) is not None


def open_in(commune: Commune) -> Sequence[Clarification]:
    """Return what waits for a reply in a commune and can be read, the first due on top."""
    return db.session.scalars(
        _with_its_proposal()
        .where(
            Clarification.commune_id == commune.id,
            Clarification.replied_at.is_(None),
            Clarification.hidden_at.is_(None),
            Clarification.withdrawn_at.is_(None),
        )
        .order_by(Clarification.due_on, Clarification.id)
    ).all()


def written_by(person: Person) -> Sequence[Clarification]:
    """Return all that a person asked, the newest first."""
    return db.session.scalars(
        _with_its_proposal()
        .where(Clarification.asker_id == person.id)
        .order_by(Clarification.id.desc())
    ).all()


def _with_its_proposal() -> Select[Clarification]:
    return (
        select(Clarification)
        .join(Clarification.response)
        .options(
            contains_eager(Clarification.response).joinedload(OfficialResponse.proposal),
            joinedload(Clarification.author.of_type(Account)).lazyload(Account.grants),
            joinedload(Clarification.replied_by.of_type(Account)).lazyload(Account.grants),
        )
    )
