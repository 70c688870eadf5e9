"""Reads of decisions: the last on a text, all of them, those of a person, those in force."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participe.accounts.models import Account, Person
from participe.contributions.models import Contribution
from participe.extensions import db
from participe.kernel.pagination import Page, key_of, parse_key
from participe.moderation.models import UNDO_WITHIN, Measure, ModerationDecision

PAGE_SIZE = 20


def last_decision(contribution: Contribution) -> ModerationDecision | None:
    """Return the newest decision on a text, undone or not."""
    return db.session.scalar(
        select(ModerationDecision)
        .where(ModerationDecision.contribution_id == contribution.id)
        .order_by(ModerationDecision.id.desc())
        .limit(1)
    )


def last_by_text(contribution_ids: Sequence[int]) -> Mapping[int, ModerationDecision]:
    """Return the newest decision on each of these texts that has one, by the text."""
    newest = (
        select(func.max(ModerationDecision.id))
        .where(ModerationDecision.contribution_id.in_(contribution_ids))
        .group_by(ModerationDecision.contribution_id)
    )
    found = db.session.scalars(
        select(ModerationDecision)
        .where(ModerationDecision.id.in_(newest))
        .options(joinedload(ModerationDecision.decided_by))
    )
    return {decision.contribution_id: decision for decision in found}


def history(contribution: Contribution) -> Sequence[ModerationDecision]:
    """Return every decision on a text, newest first."""
    return db.session.scalars(
        select(ModerationDecision)
        .where(ModerationDecision.contribution_id == contribution.id)
        .options(joinedload(ModerationDecision.decided_by))
        .order_by(ModerationDecision.id.desc())
    ).all()


def decided_by(person: Account, after: str | None = None) -> Page[ModerationDecision]:
    """Return a page of one's own decisions, the newest first, with their texts."""
    key = parse_key(after, 1)
    statement = (
        select(ModerationDecision)
        .where(ModerationDecision.decided_by_id == person.id)
        .options(joinedload(ModerationDecision.contribution).joinedload(Contribution.author))
        .order_by(ModerationDecision.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if key:
        statement = statement.where(ModerationDecision.id < key[0])
    found = db.session.scalars(statement).all()
    shown = found[:PAGE_SIZE]
    return Page(shown, key_of(shown[-1].id) if len(found) > PAGE_SIZE else None)


def last_gesture(person: Account, at: datetime) -> Sequence[ModerationDecision]:
    """Return what this person decided last, all of it when it was many at once, if undoable."""
    newest = (
        select(func.max(ModerationDecision.decided_at))
        .where(
            ModerationDecision.decided_by_id == person.id, ModerationDecision.undone_at.is_(None)
        )
        .scalar_subquery()
    )
    return db.session.scalars(
        select(ModerationDecision)
        .where(
            ModerationDecision.decided_by_id == person.id,
            ModerationDecision.undone_at.is_(None),
            ModerationDecision.decided_at == newest,
            ModerationDecision.decided_at > at - UNDO_WITHIN,
        )
        .options(joinedload(ModerationDecision.contribution))
        .order_by(ModerationDecision.contribution_id)
    ).all()


def restrictions_of(author: Person) -> Sequence[ModerationDecision]:
    """Return the decisions in force that hide this person's texts, newest first."""
    return db.session.scalars(
        select(ModerationDecision)
        .join(ModerationDecision.contribution)
        .where(
            Contribution.author_id == author.id,
            ModerationDecision.measure == Measure.HIDE,
            ModerationDecision.undone_at.is_(None),
        )
        .options(joinedload(ModerationDecision.contribution))
        .order_by(ModerationDecision.id.desc())
    ).all()
