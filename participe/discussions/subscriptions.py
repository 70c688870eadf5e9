"""What discussions add to the pages, the sign-in and the events of the packages below."""

from typing import Any

from flask import Flask, url_for

from participe.accounts import intentions
from participe.accounts.models import Account
from participe.accounts.space import EXPORTS, SECTIONS, Section
from participe.contributions import locating
from participe.contributions.events import ContributionHidden, ContributionRestored
from participe.discussions import page, policies, queries, services, subjects, wording
from participe.discussions.errors import NothingToDiscuss
from participe.discussions.models import Comment, Position
from participe.extensions import db
from participe.kernel import clock, events

IN_SPACE = 20  # comments; the others are in the export


def register(app: Flask) -> None:
    """Put everything in its place."""
    locating.register(app, "comment", _locate)
    intentions.register(app, "comment", _publish_kept)
    events.subscribe(app, ContributionHidden, _count_out)
    events.subscribe(app, ContributionRestored, _count_in)
    SECTIONS.add(app, _my_comments)
    EXPORTS.add(app, _exported)


def _locate(contribution: Any) -> str:
    return url_for("discussions.show", comment_id=contribution.id)


def _publish_kept(account: Account, payload: dict[str, Any]) -> str:
    """Publish what a visitor had typed before they signed in."""
    subject = queries.find_subject(account.commune_id, payload["subject"])
    parent = db.session.get(Comment, payload["parent"]) if payload["parent"] else None
    if subject is None:
        raise NothingToDiscuss
    comment = services.comment(
        subject,
        consultation=subjects.consultation_of(subject),
        author=account,
        body=payload["body"],
        position=Position(payload["position"]) if payload["position"] else None,
        parent=parent,
        at=clock.now(),
    )
    return page.address(comment)


def _count_out(event: ContributionHidden) -> None:
    comment = event.contribution
    if isinstance(comment, Comment) and not comment.is_withdrawn:
        services.count(comment, -1)


def _count_in(event: ContributionRestored) -> None:
    comment = event.contribution
    if isinstance(comment, Comment) and policies.is_readable(comment):
        services.count(comment, 1)


def _my_comments(account: Account) -> Section:
    written = queries.written_by(account, IN_SPACE + 1)
    context = {"comments": written[:IN_SPACE], "has_more": len(written) > IN_SPACE}
    return Section(35, "discussions/space.html", context)


def _exported(account: Account) -> tuple[str, Any]:
    return "commentaires", [
        {
            "sur": comment.subject.title,
            "position": str(wording.POSITIONS[comment.position]) if comment.position else "",
            "texte": comment.body,
            "publie_le": comment.published_at.isoformat(),
            "modifie_le": comment.edited_at.isoformat() if comment.edited_at else "",
            "retire_le": comment.withdrawn_at.isoformat() if comment.withdrawn_at else "",
            "masque": comment.hidden_reason or "",
            "versions_precedentes": [version.body for version in comment.versions],
            "adresse": url_for("discussions.show", comment_id=comment.id, _external=True),
        }
        for comment in queries.everything_by(account)
    ]
