"""Following a commitment, so that one is told what becomes of it."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from participe.accounts.models import Person
from participe.commitments.models import Commitment, CommitmentFollow
from participe.extensions import db


def follow(commitment: Commitment, *, person: Person, at: datetime) -> None:
    """Follow from now on; who follows already goes on."""
    if db.session.get(CommitmentFollow, (commitment.id, person.id)):
        return
    try:
        with db.session.begin_nested():
            db.session.add(
                CommitmentFollow(commitment_id=commitment.id, person_id=person.id, since=at)
            )
    except IntegrityError:
        return  # another click came first


def unfollow(commitment: Commitment, *, person: Person) -> None:
    db.session.execute(
        delete(CommitmentFollow).where(
            CommitmentFollow.commitment_id == commitment.id,
            CommitmentFollow.person_id == person.id,
        )
    )


def forget(person: Person) -> None:
    """Remove what somebody who is erased followed."""
    db.session.execute(delete(CommitmentFollow).where(CommitmentFollow.person_id == person.id))
