"""Reads of notices: those that wait, those that a decision answered, those that a person sent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from participe.accounts.models import Person
from participe.contributions.models import Contribution
from participe.extensions import db
from participe.moderation.models import ModerationDecision, Notice


def open_notices(contribution: Contribution) -> Sequence[Notice]:
    return open_by_text([contribution.id])[contribution.id]


def open_by_text(contribution_ids: Sequence[int]) -> Mapping[int, Sequence[Notice]]:
    """Return the open notices of each of these texts, by the text."""
    notices: dict[int, list[Notice]] = defaultdict(list)
    for notice in db.session.scalars(
        select(Notice)
        .where(Notice.contribution_id.in_(contribution_ids), Notice.decision_id.is_(None))
        .options(joinedload(Notice.notifier))
        .order_by(Notice.received_at, Notice.id)
    ):
        notices[notice.contribution_id].append(notice)
    return notices


def notices_of(decision: ModerationDecision) -> Sequence[Notice]:
    """Return the notices that a decision answered."""
    return db.session.scalars(
        select(Notice).where(Notice.decision_id == decision.id).order_by(Notice.number)
    ).all()


def same_notice(contribution: Contribution, notifier: Person | None, email: str) -> Notice | None:
    """Return the open notice that the same person has already sent of the same text."""
    if notifier is None and not email:
        return None
    who = (
        Notice.notifier_id == notifier.id
        if notifier
        else (Notice.notifier_email == email) & Notice.notifier_id.is_(None)
    )
    return db.session.scalar(
        select(Notice)
        .where(Notice.contribution_id == contribution.id, Notice.decision_id.is_(None), who)
        .order_by(Notice.number)
        .limit(1)
    )


def sent_by(person: Person) -> Sequence[Notice]:
    """Return the notices that a person sent, signed in or not, with what was decided."""
    unsigned = and_(
        Notice.commune_id == person.commune_id,
        Notice.notifier_id.is_(None),
        Notice.notifier_email == person.email,
    )
    return db.session.scalars(
        select(Notice)
        .where(or_(Notice.notifier_id == person.id, unsigned))
        .options(joinedload(Notice.decision))
        .order_by(Notice.number)
    ).all()
