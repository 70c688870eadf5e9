"""Reads of one proposition."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participe.communes.models import Commune
from participe.extensions import db
from participe.proposals.models import Proposal


def find(commune: Commune, number: int) -> Proposal | None:
    """Return the proposition of this number, hidden or not, its author and theme loaded."""
    return db.session.scalar(
        select(Proposal)
        .where(Proposal.commune_id == commune.id, Proposal.number == number)
        .options(joinedload(Proposal.author), joinedload(Proposal.theme))
    )
