"""Who follows something: supporters, commenters, those who reported; only who has an address."""

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import Select, select

from participe.accounts.models import Account
from participe.commitments.models import Commitment, CommitmentFollow
from participe.discussions.models import Comment
from participe.extensions import db
from participe.moderation.models import ModerationDecision, Notice
from participe.notifications.models import Reader
from participe.proposals.models import Proposal, Support


def supporters(proposal: Proposal) -> list[Reader]:
    """Return who supports a proposition now."""
    given = select(Support.person_id).where(
        Support.proposal_id == proposal.id, Support.withdrawn_at.is_(None)
    )
    return _readers(given, _("parce que vous soutenez cette proposition"))


def commenters(proposal: Proposal) -> list[Reader]:
    """Return who commented on a proposition and did not take it back."""
    written = select(Comment.author_id).where(
        Comment.subject_id == proposal.id, Comment.withdrawn_at.is_(None)
    )
    return _readers(written, _("parce que vous avez commenté cette proposition"))


def followers(commitment: Commitment) -> list[Reader]:
    """Return who follows a commitment."""
    following = select(CommitmentFollow.person_id).where(
        CommitmentFollow.commitment_id == commitment.id
    )
    return _readers(following, _("parce que vous suivez cet engagement"))


def notifier(notice: Notice) -> list[Reader]:
    """Return who sent a report, if an address is known."""
    reason = _("parce que vous avez signalé un texte")
    if isinstance(notice.notifier, Account) and notice.notifier.email:
        return [Reader(notice.notifier.email, reason, notice.notifier.id)]
    return [Reader(notice.notifier_email, reason)] if notice.notifier_email else []


def notifiers_of(decision: ModerationDecision) -> list[Reader]:
    """Return all whose reports a decision answers."""
    notices = db.session.scalars(select(Notice).where(Notice.decision_id == decision.id)).all()
    return [reader for notice in notices for reader in notifier(notice)]


def those(person_ids: Collection[int], reason: str) -> list[Reader]:
    """Return those of these persons who have an address."""
    return _readers(select(Account.id).where(Account.id.in_(person_ids)), reason)


def _readers(people: Select[int], reason: str) -> list[Reader]:
    rows = db.session.execute(
        select(Account.id, Account.email).where(
            Account.id.in_(people), Account.email.is_not(None), Account.erased_at.is_(None)
        )
    )
    return [Reader(email, reason, person_id) for person_id, email in rows if email]
