"""Reads of one commitment, and of what belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defaultload, joinedload, selectinload

from participe.accounts.models import Account, Person
from participe.commitments.models import (
    Commitment,
    CommitmentFollow,
    CommitmentUpdate,
    Observation,
)
from participe.communes.models import Commune
from participe.extensions import db
from participe.proposals.models import Proposal

MOST_OBSERVATIONS = 200  # on one page; the counts tell of all


@dataclass(frozen=True)
class Counts:
    """How many people see a commitment done, and how many do not yet."""

    seen: int = 0
    not_yet: int = 0

    @property
    def people(self) -> int:
        return self.seen + self.not_yet


def find(commune: Commune, number: int) -> Commitment | None:
    """Return a commitment with its updates, their proofs, and where it comes from."""
    return db.session.scalar(
        _whole().where(Commitment.commune_id == commune.id, Commitment.number == number)
    )


def lock(commitment: Commitment) -> None:
    """Make whoever else changes this commitment wait for our commit; read it afresh."""
    db.session.scalars(
        select(Commitment)
        .where(Commitment.id == commitment.id)
        .options(selectinload(Commitment.updates))
        .with_for_update(of=Commitment, key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def of_proposal(proposal: Proposal) -> Sequence[Commitment]:
    """Return what the commune promised in answer to a proposition, the first promise on top.

    It is one query, for it is asked by every page of a proposition.
    """
    return (
        db.session.scalars(
            select(Commitment)
            .where(Commitment.proposal_id == proposal.id)
            .options(joinedload(Commitment.updates))
            .order_by(Commitment.id)
        )
        .unique()
        .all()
    )


def of_answer(proposal: Proposal) -> Commitment | None:
    """Return the commitment that the answer to this proposition itself makes."""
    return db.session.scalar(
        select(Commitment)
        .where(Commitment.proposal_id == proposal.id, Commitment.is_of_answer)
        .options(selectinload(Commitment.updates))
    )


def find_update(commitment: Commitment, number: int) -> CommitmentUpdate | None:
    return next((update for update in commitment.updates if update.number == number), None)


def observations(commitment: Commitment) -> Sequence[Observation]:
    """Return what people see of it now, and what was said before and replied to; newest first."""
    return db.session.scalars(
        select(Observation)
        .where(
            Observation.commitment_id == commitment.id,
            Observation.withdrawn_at.is_(None),
            Observation.replaced_at.is_(None) | (Observation.reply != ""),
        )
        .options(
            joinedload(Observation.author),
            defaultload(Observation.author.of_type(Account)).lazyload(Account.grants),
            joinedload(Observation.replied_by),
        )
        .order_by(Observation.id.desc())
        .limit(MOST_OBSERVATIONS)
    ).all()


def find_observation(commitment: Commitment, observation_id: int) -> Observation | None:
    return db.session.scalar(
        select(Observation)
        .where(Observation.id == observation_id, Observation.commitment_id == commitment.id)
        .options(joinedload(Observation.author), joinedload(Observation.commitment))
    )


def current_observation(commitment: Commitment, person: Person) -> Observation | None:
    return db.session.scalar(
        select(Observation).where(
            Observation.commitment_id == commitment.id,
            Observation.person_id == person.id,
            Observation.replaced_at.is_(None),
        )
    )


def counts(commitment_ids: Sequence[int]) -> Mapping[int, Counts]:
    """Count what can be read of what people see now, by commitment."""
    rows = db.session.execute(
        select(
            Observation.commitment_id,
            func.count().filter(Observation.is_seen),
            func.count().filter(~Observation.is_seen),
        )
        .where(
            Observation.commitment_id.in_(commitment_ids),
            Observation.replaced_at.is_(None),
            Observation.hidden_at.is_(None),
            Observation.withdrawn_at.is_(None),
        )
        .group_by(Observation.commitment_id)
    )
    return {number: Counts(seen, not_yet) for number, seen, not_yet in rows}


def counts_of(commitment: Commitment) -> Counts:
    return counts([commitment.id]).get(commitment.id, Counts())


def follows(commitment: Commitment, person_id: int | None) -> bool:
    return (
        person_id is not None
        and db.session.get(CommitmentFollow, (commitment.id, person_id)) is not None
    )


def followed_by(account: Account) -> Sequence[CommitmentFollow]:
    """Return what this person follows, the last followed on top."""
    return db.session.scalars(
        select(CommitmentFollow)
        .where(CommitmentFollow.person_id == account.id)
        .options(joinedload(CommitmentFollow.commitment))
        .order_by(CommitmentFollow.since.desc(), CommitmentFollow.commitment_id.desc())
    ).all()


def observed_by(account: Account) -> Sequence[Observation]:
    """Return all that this person said of commitments, the newest first."""
    return db.session.scalars(
        select(Observation)
        .where(Observation.person_id == account.id)
        .options(joinedload(Observation.commitment), selectinload(Observation.versions))
        .order_by(Observation.id.desc())
    ).all()


def promised_by(official: Person) -> Sequence[Commitment]:
    """Return all commitments that an official signed."""
    return db.session.scalars(
        select(Commitment).where(Commitment.official_id == official.id).order_by(Commitment.id)
    ).all()


def _whole() -> Select[Commitment]:
    updates = selectinload(Commitment.updates)
    return select(Commitment).options(
        joinedload(Commitment.proposal),
        joinedload(Commitment.consultation),
        joinedload(Commitment.official).lazyload(Account.grants),
        joinedload(Commitment.response),
        updates.joinedload(CommitmentUpdate.by),
        updates.joinedload(CommitmentUpdate.file),
    )
