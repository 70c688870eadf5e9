"""Reads of the reminders that were written about one answer."""

from collections.abc import Sequence

from sqlalchemy import select

from participe.extensions import db
from participe.notifications.models import Letter
from participe.proposals.models import Proposal


def name_of(letter: Letter) -> str:
    """Return which reminder a letter is, from the words of its key."""
    return letter.dedup_key.split("/")[0].split(":", 2)[2]


def about(proposal: Proposal) -> Sequence[Letter]:
    """Return the reminders about the answer to a proposition, the first written on top."""
    return db.session.scalars(
        select(Letter)
        .where(
            Letter.commune_id == proposal.commune_id,
            Letter.dedup_key.startswith(f"reminder:{proposal.id}:", autoescape=True),
        )
        .order_by(Letter.id)
    ).all()
