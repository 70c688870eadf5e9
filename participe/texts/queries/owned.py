"""Reads of what one person said of texts under discussion, and supported there."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participe.accounts.models import Person
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.texts.models import (
    DiscussedText,
    Remark,
    RemarkDecision,
    RemarkSupport,
    TextVersion,
)

SHOWN = 50  # in somebody's own space; the export has all


def written_by(person: Person, limit: int | None = SHOWN) -> Sequence[Remark]:
    """Return what this person said of passages, newest first, hidden and withdrawn ones too."""
    text = joinedload(Remark.made_on).joinedload(TextVersion.text)
    return db.session.scalars(
        select(Remark)
        .where(Remark.author_id == person.id)
        .options(
            joinedload(Remark.decision).joinedload(RemarkDecision.version),
            text.joinedload(DiscussedText.consultation),
        )
        .order_by(Remark.id.desc())
        .limit(limit)
    ).all()


def supports_of(person: Person, limit: int | None = SHOWN) -> Sequence[RemarkSupport]:
    """Return the remarks that this person supports, the newest support first."""
    return db.session.scalars(
        select(RemarkSupport)
        .where(RemarkSupport.person_id == person.id)
        .options(joinedload(RemarkSupport.remark))
        .order_by(RemarkSupport.id.desc())
        .limit(limit)
    ).all()


def all_supports_of(person: Person) -> Sequence[RemarkSupport]:
    """Return every support of this person with its consultation's phases; the remarks locked.

    They are locked in the order of their numbers, so that two cannot wait for each other.
    """
    table = Remark.__table__.c
    supported = select(RemarkSupport.remark_id).where(RemarkSupport.person_id == person.id)
    db.session.execute(
        select(table.id)
        .where(table.id.in_(supported))
        .order_by(table.id)
        .with_for_update(key_share=True)
    )
    text = joinedload(RemarkSupport.remark).joinedload(Remark.made_on).joinedload(TextVersion.text)
    return (
        db.session.scalars(
            select(RemarkSupport)
            .where(RemarkSupport.person_id == person.id)
            .options(text.joinedload(DiscussedText.consultation).joinedload(Consultation.phases))
        )
        .unique()
        .all()
    )
