"""What is done in discussions: comment, correct, withdraw."""

from datetime import datetime, timedelta

from sqlalchemy import update

from participe.accounts.models import Account
from participe.consultations import services as consultations
from participe.consultations.models import Consultation
from participe.consultations.phases import Action
from participe.contributions import services as contributions
from participe.contributions.models import Contribution
from participe.discussions import policies, queries
from participe.discussions.errors import AnsweredAlready, NoLongerEditable, NothingToDiscuss
from participe.discussions.events import CommentPublished
from participe.discussions.models import Comment, Position
from participe.extensions import db
from participe.kernel import events
from participe.kernel.html import TextFormat, clean_text
from participe.kernel.limits import Limit

COMMENTS = Limit("comments", 30, timedelta(hours=1))  # of one person


def comment(  # noqa: PLR0913 -- what a comment is
    subject: Contribution,
    *,
    consultation: Consultation,
    author: Account,
    body: str,
    position: Position | None = None,
    parent: Comment | None = None,
    at: datetime,
) -> Comment:
    """Publish a comment or a reply; a reply to a reply joins the replies to the same comment.

    The same words at the same place within the hour are the same comment: the first is
    returned, and nothing is added. Raises NotOpen outside the phases, NothingToDiscuss when
    the subject or the comment answered is no longer there to be read.
    """
    parent = parent.parent or parent if parent else None
    # Locks are always taken from a comment upwards, so that no two acts wait for each other.
    for discussed in filter(None, (parent, subject)):
        queries.lock(discussed)
    check_open(subject, parent, consultation, at)
    new = Comment(
        commune_id=subject.commune_id,
        subject_id=subject.id,
        parent_id=parent.id if parent else None,
        author_id=author.id,
        acted_by_id=author.typist.id,
        channel=author.channel,
        position=position,
        published_at=at,
    )
    new.write(title="", body=clean_text(body).strip(), body_format=TextFormat.PLAIN)
    earlier = queries.same_lately(new, at)
    if earlier:
        return earlier
    db.session.add(new)
    db.session.flush()
    count(new, 1)
    events.publish(CommentPublished(new))
    return new


def check_open(
    subject: Contribution, parent: Comment | None, consultation: Consultation, at: datetime
) -> None:
    """Raise NotOpen or NothingToDiscuss where nothing can be said just now."""
    consultations.ensure_open(consultation, Action.COMMENT, at)
    if not all(policies.is_readable(discussed) for discussed in (subject, parent) if discussed):
        raise NothingToDiscuss


def edit(
    comment: Comment,
    *,
    consultation: Consultation,
    body: str,
    based_on: int,
    at: datetime,
) -> bool:
    """Correct a comment while it can be, and tell whether anything changed.

    Raises NotOpen, NoLongerEditable, or AnsweredAlready for who was helped in a session.
    """
    consultations.ensure_open(consultation, Action.COMMENT, at)
    queries.lock(comment)
    if not comment.is_editable(at):
        raise AnsweredAlready if comment.author.is_participant else NoLongerEditable
    return contributions.revise(
        comment,
        by=comment.author,
        text=("", clean_text(body).strip()),
        based_on=based_on,
        at=at,
    )


def withdraw(comment: Comment, *, at: datetime) -> None:
    """Take a comment back; if it was answered, its place stays, with a word that says so."""
    queries.lock(comment)
    was_counted = policies.is_readable(comment)
    contributions.withdraw(comment, reason="", at=at)
    if was_counted:
        count(comment, -1)


def count(comment: Comment, change: int) -> None:
    """Add to the counters that a comment is part of: they hold what can be read, no more."""
    for counted_id in filter(None, (comment.parent_id, comment.subject_id)):
        db.session.execute(
            update(Contribution)
            .where(Contribution.id == counted_id)
            .values(comments_count=Contribution.comments_count + change)
            .execution_options(synchronize_session="fetch")
        )
    db.session.flush()
