"""Reads of what one person has written and supported."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from participe.accounts.models import Account, Person
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.proposals.models import Photo, Proposal, Support

SHOWN = 50  # in somebody's own space; the export has all


def written_by(account: Account, limit: int | None = SHOWN) -> Sequence[Proposal]:
    """Return what this person proposed, the newest first, hidden and withdrawn ones too."""
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.author_id == account.id)
        .options(
            joinedload(Proposal.consultation),
            joinedload(Proposal.theme),
            joinedload(Proposal.lead),
            selectinload(Proposal.versions),
            selectinload(Proposal.photos).joinedload(Photo.file),
        )
        .order_by(Proposal.published_at.desc(), Proposal.id.desc())
        .limit(limit)
    ).all()


def supports_of(account: Account, limit: int | None = SHOWN) -> Sequence[Support]:
    """Return the supports that this person gives now, the newest first, with their propositions."""
    return db.session.scalars(
        select(Support)
        .where(Support.person_id == account.id, Support.withdrawn_at.is_(None))
        .options(joinedload(Support.proposal))
        .order_by(Support.given_at.desc(), Support.id.desc())
        .limit(limit)
    ).all()


def supported_by(person: Person) -> Sequence[Proposal]:
    """Return every proposition that this person ever supported, taken back or not."""
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.id.in_(select(Support.proposal_id).where(Support.person_id == person.id)))
        .order_by(Proposal.id)
    ).all()


def all_supports_of(person: Person) -> Sequence[Support]:
    """Return every support of this person, withdrawn ones too, with its consultation's phases."""
    return (
        db.session.scalars(
            select(Support)
            .where(Support.person_id == person.id)
            .options(
                joinedload(Support.proposal)
                .joinedload(Proposal.consultation)
                .joinedload(Consultation.phases)
            )
            .order_by(Support.given_at.desc(), Support.id.desc())
        )
        .unique()
        .all()
    )
