"""Reads about comments: threads by page, one comment, a person's own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload, lazyload, selectinload

from participe.accounts.models import Account, Person, Role, RoleGrant
from participe.communes.models import Commune
from participe.contributions.models import Contribution
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel.clock import day_of
from participe.kernel.pagination import Page, key_of, parse_key

PAGE_SIZE = 20
MOST_REPLIES = 50  # shown below a comment; the others have pages of their own
SAME_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Capacity:
    """In what capacity somebody spoke for the commune; without a mandate, as its staff."""

    mandate: str = ""


@dataclass(frozen=True)
class Entry:
    """A comment as the thread shows it."""

    comment: Comment
    capacity: Capacity | None = None
    replies: Sequence["Entry"] = ()
    has_more_replies: bool = False


def find(commune: Commune, comment_id: int) -> Comment | None:
    """Return one comment of this commune in any state, its author and its subject loaded."""
    return db.session.scalar(
        select(Comment)
        .where(Comment.id == comment_id, Comment.commune_id == commune.id)
        .options(joinedload(Comment.author), joinedload(Comment.subject))
    )


def find_subject(commune_id: int | None, subject_id: int) -> Contribution | None:
    """Return one contribution of this commune in any state."""
    return db.session.scalar(
        select(Contribution).where(
            Contribution.id == subject_id, Contribution.commune_id == commune_id
        )
    )


def lock(contribution: Contribution) -> None:
    """Wait until nobody else is changing this contribution, and read its present state."""
    db.session.scalars(
        select(Contribution)
        .where(Contribution.id == contribution.id)
        .with_for_update(of=Contribution, key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def thread(
    subject: Contribution, after: str | None = None, *, newest_first: bool = False
) -> Page[Entry]:
    """Return a page of the comments on a contribution with their replies, in three queries."""
    key = parse_key(after, 1)
    statement = _shown(Comment.subject_id == subject.id, Comment.parent_id.is_(None))
    if key:
        statement = statement.where(Comment.id < key[0] if newest_first else Comment.id > key[0])
    order = Comment.id.desc() if newest_first else Comment.id.asc()
    found = db.session.scalars(statement.order_by(order).limit(PAGE_SIZE + 1)).all()
    comments = found[:PAGE_SIZE]
    entries = _entries(comments, _first_replies(comments))
    return Page(entries, key_of(comments[-1].id) if len(found) > PAGE_SIZE else None)


def replies(parent: Comment, after: str | None = None) -> Page[Entry]:
    """Return a page of the replies to one comment, oldest first."""
    key = parse_key(after, 1) or (0,)
    statement = _shown(Comment.parent_id == parent.id, Comment.id > key[0])
    found = db.session.scalars(statement.order_by(Comment.id).limit(MOST_REPLIES + 1)).all()
    shown = found[:MOST_REPLIES]
    return Page(_entries(shown, {}), key_of(shown[-1].id) if len(found) > MOST_REPLIES else None)


def page_key(comment: Comment) -> str | None:
    """Return the key of a page of the thread that shows a comment; None is the first page.

    It looks back one page at most, so that a comment far down a long thread costs no more.
    """
    top = comment.parent_id or comment.id
    return _key_before(
        PAGE_SIZE, Comment.subject_id == comment.subject_id, Comment.parent_id.is_(None), before=top
    )


def replies_key(reply: Comment) -> str | None:
    """Return the key of the page of replies that shows one; None if the thread itself does."""
    return _key_before(MOST_REPLIES, Comment.parent_id == reply.parent_id, before=reply.id)


def same_lately(comment: Comment, at: datetime) -> Comment | None:
    """Return what its author said in the same words at the same place within the hour."""
    return db.session.scalar(
        select(Comment)
        .where(
            Comment.subject_id == comment.subject_id,
            Comment.parent_id == comment.parent_id,
            Comment.author_id == comment.author_id,
            Comment.body == comment.body,
            Comment.published_at > at - SAME_WITHIN,
            Comment.withdrawn_at.is_(None),
        )
        .order_by(Comment.id)
        .limit(1)
    )


def written_by(person: Person, limit: int) -> Sequence[Comment]:
    """Return a person's last comments but those taken back, newest first, subjects loaded."""
    return db.session.scalars(
        select(Comment)
        .where(Comment.author_id == person.id, Comment.withdrawn_at.is_(None))
        .options(joinedload(Comment.subject))
        .order_by(Comment.published_at.desc(), Comment.id.desc())
        .limit(limit)
    ).all()


def everything_by(person: Person) -> Sequence[Comment]:
    """Return all that a person has commented, taken back or not, with its earlier wordings."""
    return db.session.scalars(
        select(Comment)
        .where(Comment.author_id == person.id)
        .options(joinedload(Comment.subject), selectinload(Comment.versions))
        .order_by(Comment.published_at, Comment.id)
    ).all()


def commenters(subject: Contribution) -> Sequence[Account]:
    """Return who has said something here that can be read, those of the house included."""
    return db.session.scalars(
        select(Account)
        .where(
            Account.id.in_(
                select(Comment.author_id).where(
                    Comment.subject_id == subject.id,
                    Comment.withdrawn_at.is_(None),
                    Comment.hidden_at.is_(None),
                )
            ),
            Account.erased_at.is_(None),
        )
        .order_by(Account.id)
    ).all()


def _shown(*conditions: ColumnElement[bool]) -> Select[Comment]:
    """Select what has a place in a thread: all but what was taken back and left no reply alone.

    The roles of authors are asked for in one query of our own, not person by person.
    """
    return (
        select(Comment)
        .where(*conditions, _has_a_place())
        .options(joinedload(Comment.author.of_type(Account)).options(lazyload(Account.grants)))
    )


def _has_a_place() -> ColumnElement[bool]:
    reply = aliased(Comment, flat=True)
    replied = select(reply.id).where(
        reply.parent_id == Comment.id,
        or_(reply.withdrawn_at.is_(None), reply.hidden_at.is_not(None)),
    )
    return or_(Comment.withdrawn_at.is_(None), Comment.hidden_at.is_not(None), replied.exists())


def _key_before(size: int, *conditions: ColumnElement[bool], before: int) -> str | None:
    found = db.session.scalars(
        select(Comment.id)
        .where(*conditions, _has_a_place(), Comment.id < before)
        .order_by(Comment.id.desc())
        .limit(size)
    ).all()
    return key_of(found[0]) if len(found) == size else None


def _first_replies(comments: Sequence[Comment]) -> Mapping[int | None, list[Comment]]:
    """Return the first replies to each comment, and one more where there are more."""
    if not comments:
        return {}
    rank = func.row_number().over(partition_by=Comment.parent_id, order_by=Comment.id)
    parents = [comment.id for comment in comments]
    ranked = (
        select(Comment.id, rank.label("rank"))
        .where(Comment.parent_id.in_(parents), _has_a_place())
        .subquery()
    )
    first = select(ranked.c.id).where(ranked.c.rank <= MOST_REPLIES + 1)
    found = db.session.scalars(
        _shown(Comment.id.in_(first)).order_by(Comment.parent_id, Comment.id)
    )
    return {parent: list(group) for parent, group in groupby(found, lambda reply: reply.parent_id)}


def _entries(
    comments: Sequence[Comment], replies: Mapping[int | None, Sequence[Comment]]
) -> list[Entry]:
    capacities = _Capacities([*comments, *(reply for group in replies.values() for reply in group)])
    return [
        Entry(
            comment,
            capacities.of(comment),
            [
                Entry(reply, capacities.of(reply))
                for reply in replies.get(comment.id, ())[:MOST_REPLIES]
            ],
            len(replies.get(comment.id, ())) > MOST_REPLIES,
        )
        for comment in comments
    ]


class _Capacities:
    """In what capacity each comment was written: as it was on that day, whatever came since."""

    def __init__(self, comments: Sequence[Comment]) -> None:
        authors = {comment.author_id for comment in comments}
        self._grants = _grants_ever(comments[0].commune_id, authors) if comments else ()

    def of(self, comment: Comment) -> Capacity | None:
        held = [grant for grant in self._grants if _was_held(grant, comment)]
        official = next((grant for grant in held if grant.role is Role.OFFICIAL), None)
        if official:
            return Capacity(official.mandate)
        return Capacity() if held else None


def _grants_ever(commune_id: int, person_ids: Iterable[int]) -> Sequence[RoleGrant]:
    """Return every role that these persons have or had in the house of this commune."""
    return db.session.scalars(
        select(RoleGrant).where(
            RoleGrant.commune_id == commune_id,
            RoleGrant.person_id.in_(person_ids),
            RoleGrant.role.in_((Role.STAFF, Role.OFFICIAL)),
        )
    ).all()


def _was_held(grant: RoleGrant, comment: Comment) -> bool:
    """Tell whether a role was held when a comment was written; a mandate from its first day on."""
    at = comment.published_at
    return (
        grant.person_id == comment.author_id
        and (grant.starts_on or day_of(grant.granted_at)) <= day_of(at)
        and (grant.withdrawn_at is None or at < grant.withdrawn_at)
        and (grant.ends_on is None or day_of(at) <= grant.ends_on)
    )
