"""What is done to a contribution of any kind: write, revise, withdraw, hide, restore."""

from datetime import datetime

from sqlalchemy import update

from participe.accounts.models import Person
from participe.contributions.errors import AlreadyWithdrawn, ChangedMeanwhile
from participe.contributions.events import (
    ContributionHidden,
    ContributionRestored,
    ContributionRevised,
    ContributionWithdrawn,
)
from participe.contributions.models import Contribution, ContributionVersion
from participe.extensions import db
from participe.kernel import events


def revise(
    contribution: Contribution,
    *,
    by: Person,
    text: tuple[str, str],
    based_on: int,
    at: datetime,
    note: str = "",
) -> bool:
    """Replace (title, body), keep the text that stood before, and tell whether anything changed.

    `based_on` is the version the editor was reading: when another came between, raises
    ChangedMeanwhile and loses neither.
    """
    title, body = text
    if contribution.is_withdrawn:
        raise AlreadyWithdrawn
    if (title, body) == (contribution.title, contribution.body):
        return False
    if based_on != contribution.version:
        raise ChangedMeanwhile
    db.session.add(
        ContributionVersion(
            contribution_id=contribution.id,
            number=contribution.version,
            title=contribution.title,
            body=contribution.body,
            body_format=contribution.body_format,
            written_at=contribution.edited_at or contribution.published_at,
            replaced_at=at,
            replaced_by_id=by.id,
            note=note,
        )
    )
    contribution.write(title=title, body=body, body_format=contribution.body_format)
    contribution.version += 1
    contribution.edited_at = at
    db.session.flush()
    events.publish(ContributionRevised(contribution, by, at))
    return True


def withdraw(contribution: Contribution, *, reason: str, at: datetime) -> None:
    """Take a text back: its page stays, with the author's reason in its place."""
    if contribution.is_withdrawn:
        raise AlreadyWithdrawn
    contribution.withdrawn_at = at
    contribution.withdrawn_reason = reason
    db.session.flush()
    events.publish(ContributionWithdrawn(contribution, at))


def hide(contribution: Contribution, *, reason: str, at: datetime) -> None:
    """Take a text out of sight; `reason` is the sentence that everyone reads instead."""
    contribution.hidden_at = at
    contribution.hidden_reason = reason
    db.session.flush()
    events.publish(ContributionHidden(contribution, at))


def restore(contribution: Contribution, *, at: datetime) -> None:
    """Make a hidden text public again, as it was."""
    contribution.hidden_at = None
    contribution.hidden_reason = None
    db.session.flush()
    events.publish(ContributionRestored(contribution, at))


def hand_over(author: Person, to: Person) -> None:
    """Make all that somebody wrote another's: the same person, who has an account now.

    Who typed it for them stays as it was.
    """
    db.session.flush()
    written, versions = Contribution.__table__.c, ContributionVersion.__table__.c
    for column in (written.author_id, written.acted_by_id, versions.replaced_by_id):
        db.session.execute(
            update(column.table).where(column == author.id).values({column.name: to.id})
        )
    db.session.expire_all()
