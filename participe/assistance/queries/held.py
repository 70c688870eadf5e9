"""The locks that are taken on all of somebody's things at once, each kind by its numbers."""

from collections.abc import Collection

from sqlalchemy import or_, select

from participe.assistance.models.people import Participant
from participe.contributions.models import Contribution
from participe.extensions import db
from participe.texts.models import Remark, RemarkSupport

_CONTRIBUTION = Contribution.__table__.c
_REMARK = Remark.__table__.c


def lock_remarks(participant: Participant) -> None:
    """Lock the remarks that somebody made and those they support."""
    supported = select(RemarkSupport.remark_id).where(RemarkSupport.person_id == participant.id)
    written = select(_CONTRIBUTION.id).where(_CONTRIBUTION.author_id == participant.id)
    db.session.execute(
        select(_REMARK.id)
        .where(or_(_REMARK.id.in_(supported), _REMARK.id.in_(written)))
        .order_by(_REMARK.id)
        .with_for_update(key_share=True)
    )


def lock_contributions(ids: Collection[int]) -> None:
    """Lock the rows in which a text is withdrawn, and its comments are counted."""
    db.session.execute(
        select(_CONTRIBUTION.id)
        .where(_CONTRIBUTION.id.in_(ids))
        .order_by(_CONTRIBUTION.id)
        .with_for_update(key_share=True)
    )
