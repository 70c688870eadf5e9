"""What the page of a text is given to show its discussion: templates/discussions/thread.html."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask import url_for

from participe.accounts.models import Whoever
from participe.consultations.models import Consultation
from participe.consultations.phases import Action, Opening
from participe.consultations.wording.phases import closed_sentence
from participe.contributions.locating import locate
from participe.contributions.models import Contribution
from participe.discussions import policies, queries
from participe.discussions.forms import CommentForm
from participe.discussions.models import Comment
from participe.discussions.queries import Entry
from participe.kernel.pagination import Page

NEWEST_FIRST = "recents"


@dataclass(frozen=True)
class Addresses:
    """Where the discussion is read (with a query), posted to, and written on a page of its own."""

    page: Callable[..., str]
    post: str
    form: str


@dataclass(frozen=True)
class Viewpoint:
    """Who looks at comments and when, and so what they may do with them."""

    who: Whoever
    at: datetime
    consultation: Consultation

    @cached_property
    def opening(self) -> Opening:
        return self.consultation.allows(Action.COMMENT, self.at)

    @property
    def closed_sentence(self) -> str:
        """Say why nothing can be written now, and what comes next."""
        return closed_sentence(self.opening, self.consultation.contract.answers_by)

    def may_edit(self, comment: Comment) -> bool:
        return (
            self.opening.is_open
            and policies.may_edit(self.who, comment)
            and comment.is_editable(self.at)
        )

    def may_withdraw(self, comment: Comment) -> bool:
        return policies.may_withdraw(self.who, comment)

    def may_answer(self, comment: Comment) -> bool:
        """Tell whether the way to a reply is shown: to visitors too, who sign in afterwards."""
        return self.opening.is_open and policies.is_readable(comment)

    def may_moderate(self, contribution: Contribution) -> bool:
        return self.who.is_staff and self.who.commune_id == contribution.commune_id


@dataclass(frozen=True)
class Discussion(Viewpoint):
    """One page of a thread, and the ways on from there."""

    subject: Contribution
    thread: Page[Entry]
    addresses: Addresses
    newest_first: bool
    is_first_page: bool

    @cached_property
    def form(self) -> CommentForm:
        """Make the form when a page shows it, and not before: its token sets a cookie."""
        return CommentForm(formdata=None)

    @property
    def is_taking_words(self) -> bool:
        """Tell whether anything can be said here now, by whoever has signed in."""
        return self.opening.is_open and policies.is_readable(self.subject)

    def url(self, *, newest_first: bool = False, after: str | None = None) -> str:
        """Return the address of another page of this thread."""
        order = NEWEST_FIRST if newest_first else None
        return self.addresses.page(ordre=order, apres=after, _anchor="commentaires")

    @property
    def next_url(self) -> str | None:
        key = self.thread.next_key
        return self.url(newest_first=self.newest_first, after=key) if key else None


def discussion(
    subject: Contribution,
    *,
    view: Viewpoint,
    addresses: Addresses,
    wanted: Mapping[str, str],
) -> Discussion:
    """Gather the page of the thread that the query `wanted` asks for (`ordre`, `apres`)."""
    newest_first = wanted.get("ordre") == NEWEST_FIRST
    after = wanted.get("apres")
    return Discussion(
        who=view.who,
        at=view.at,
        consultation=view.consultation,
        subject=subject,
        thread=queries.thread(subject, after, newest_first=newest_first),
        addresses=addresses,
        newest_first=newest_first,
        is_first_page=after is None,
    )


def anchor_of(comment: Comment) -> str:
    """Return what marks a comment on its page; what is said of it is shown there."""
    return f"commentaire-{comment.id}"


def address(comment: Comment) -> str:
    """Return the place of a comment on the page of its thread, or of the replies."""
    anchor = f"#{anchor_of(comment)}"
    key = queries.replies_key(comment) if comment.parent_id else None
    if key:
        return url_for("discussions.replies", comment_id=comment.parent_id, apres=key) + anchor
    key = queries.page_key(comment)
    return locate(comment.subject) + (f"?apres={key}" if key else "") + anchor
