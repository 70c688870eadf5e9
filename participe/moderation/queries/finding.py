"""What moderation acts on, found by its number, and the lock on texts."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participe.communes.models import Commune
from participe.contributions.models import Contribution
from participe.extensions import db
from participe.moderation.models import ModerationDecision, Notice


def find_contribution(commune: Commune, contribution_id: int) -> Contribution | None:
    """Return one contribution of this commune, of any kind and in any state."""
    return db.session.scalar(
        select(Contribution)
        .where(Contribution.id == contribution_id, Contribution.commune_id == commune.id)
        .options(joinedload(Contribution.author))
    )


def find_decision(commune: Commune, decision_id: int) -> ModerationDecision | None:
    return db.session.scalar(
        select(ModerationDecision)
        .where(ModerationDecision.id == decision_id, ModerationDecision.commune_id == commune.id)
        .options(joinedload(ModerationDecision.contribution))
    )


def find_open_notice(contribution: Contribution, number: int) -> Notice | None:
    return db.session.scalar(
        select(Notice).where(
            Notice.contribution_id == contribution.id,
            Notice.number == number,
            Notice.decision_id.is_(None),
        )
    )


def lock(contributions: Iterable[Contribution]) -> None:
    """Wait until nobody else is changing these contributions, and read their present state.

    The youngest is locked first, a comment before what it is about, as everywhere: two acts
    never wait for each other.
    """
    db.session.scalars(
        select(Contribution)
        .where(Contribution.id.in_([contribution.id for contribution in contributions]))
        .order_by(Contribution.id.desc())
        .with_for_update(of=Contribution, key_share=True)
        .execution_options(populate_existing=True)
    ).all()
