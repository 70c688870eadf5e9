"""Keeping what a person types of a proposition, until it is published or thirty days later."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from participe.accounts.models import Account, Person
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.proposals.errors import DraftGone, PublishedAlready
from participe.proposals.models import ProposalDraft
from participe.proposals.queries import drafts

KEPT_FOR = timedelta(days=30)


def start(
    consultation: Consultation,
    *,
    person: Account | None,
    key_hash: str,
    text: tuple[str, str],
    at: datetime,
) -> ProposalDraft:
    """Keep a first (title, body): of this person or, before sign-in, of the browser of this key."""
    title, body = text
    draft = ProposalDraft(
        consultation_id=consultation.id,
        person_id=person.id if person else None,
        key_hash="" if person else key_hash,
        title=title,
        body=body,
        saved_at=at,
        expires_at=at + KEPT_FOR,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def write(draft: ProposalDraft, *, text: tuple[str, str], at: datetime) -> None:
    """Replace (title, body); another title is to be compared again with what exists."""
    _hold(draft)
    title, body = text
    if title != draft.title:
        draft.compared_at = None
    draft.title, draft.body = title, body
    _keep_on(draft, at)


def locate(draft: ProposalDraft, *, locality: str, at: datetime) -> None:
    """Say where the idea is; an empty place takes it back."""
    _hold(draft)
    draft.locality = locality
    _keep_on(draft, at)


def classify(draft: ProposalDraft, *, theme_id: int | None, at: datetime) -> None:
    """Say under which theme of the commune the idea falls."""
    _hold(draft)
    draft.theme_id = theme_id
    _keep_on(draft, at)


def keep_own(draft: ProposalDraft, *, at: datetime) -> None:
    """Note that its author saw the similar ideas and keeps this one."""
    _hold(draft)
    draft.compared_at = at
    _keep_on(draft, at)


def claim(draft: ProposalDraft, person: Account) -> None:
    """Make a draft that nobody owns this person's; the browser's key no longer opens it."""
    _hold(draft)
    if draft.person_id not in {None, person.id}:
        raise DraftGone
    draft.person_id = person.id
    draft.key_hash = ""
    db.session.flush()


def discard(draft: ProposalDraft) -> None:
    """Forget a text for good, because its author says so."""
    _hold(draft)
    db.session.delete(draft)
    db.session.flush()


def forget_expired(at: datetime) -> int:
    """Remove the drafts whose thirty days are over, and tell how many there were."""
    removed = db.session.execute(
        delete(ProposalDraft)
        .where(ProposalDraft.expires_at <= at, ProposalDraft.published_id.is_(None))
        .execution_options(synchronize_session=False)
        .returning(ProposalDraft.id)
    )
    return len(removed.all())


def forget_of(person: Person) -> None:
    """Remove all that an erased person had begun, and the codes of what was published."""
    db.session.execute(
        delete(ProposalDraft)
        .where(ProposalDraft.person_id == person.id)
        .execution_options(synchronize_session=False)
    )


def _hold(draft: ProposalDraft) -> None:
    """Make others wait, and refuse a draft that was published or discarded meanwhile."""
    if drafts.lock(draft) is None:
        raise DraftGone
    if draft.is_published:
        raise PublishedAlready


def _keep_on(draft: ProposalDraft, at: datetime) -> None:
    draft.saved_at, draft.expires_at = at, at + KEPT_FOR
    db.session.flush()
