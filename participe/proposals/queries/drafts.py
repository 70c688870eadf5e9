"""Reads of drafts, of what became of them, and of what publishing must know."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from participe.accounts.models import Person
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import codes
from participe.proposals.models import Proposal, ProposalDraft, letters_of

RECEIPT_LENGTH = 2 * codes.GROUP


def find(commune: Commune, draft_id: int, at: datetime) -> ProposalDraft | None:
    """Return a draft that is still kept, or one that became a proposition, whoever holds it."""
    return db.session.scalar(
        select(ProposalDraft)
        .join(ProposalDraft.consultation)
        .where(
            ProposalDraft.id == draft_id,
            Consultation.commune_id == commune.id,
            or_(ProposalDraft.expires_at > at, ProposalDraft.published_id.is_not(None)),
        )
        .options(joinedload(ProposalDraft.published), joinedload(ProposalDraft.theme))
    )


def latest(
    consultation: Consultation, person_id: int | None, key_hash: str, at: datetime
) -> ProposalDraft | None:
    """Return what this person or this browser was last writing for this consultation."""
    return db.session.scalar(
        select(ProposalDraft)
        .where(
            ProposalDraft.consultation_id == consultation.id,
            _is_under_way(at),
            _is_held_by(person_id, key_hash),
        )
        .order_by(ProposalDraft.saved_at.desc(), ProposalDraft.id.desc())
        .limit(1)
    )


def under_way(
    commune: Commune, person_id: int | None, key_hash: str, at: datetime
) -> Sequence[ProposalDraft]:
    """Return the drafts that this person or this browser holds, the last one first."""
    return db.session.scalars(
        select(ProposalDraft)
        .join(ProposalDraft.consultation)
        .where(
            Consultation.commune_id == commune.id,
            _is_under_way(at),
            _is_held_by(person_id, key_hash),
        )
        .options(joinedload(ProposalDraft.consultation))
        .order_by(ProposalDraft.saved_at.desc(), ProposalDraft.id.desc())
    ).all()


def find_receipt(consultation: Consultation, person_id: int, code: str) -> ProposalDraft | None:
    """Return what became of this person's proposition with this code; of nobody else's."""
    return db.session.scalar(
        select(ProposalDraft)
        .where(
            ProposalDraft.consultation_id == consultation.id,
            ProposalDraft.person_id == person_id,
            ProposalDraft.receipt_code == code,
            ProposalDraft.published_id.is_not(None),
        )
        .options(joinedload(ProposalDraft.published))
    )


def find_receipt_in(commune: Commune, person_id: int, typed: str) -> ProposalDraft | None:
    """Return the same in all consultations of a commune, for a code as it was typed."""
    return db.session.scalar(
        select(ProposalDraft)
        .join(ProposalDraft.consultation)
        .where(
            Consultation.commune_id == commune.id,
            ProposalDraft.person_id == person_id,
            ProposalDraft.receipt_code == codes.normalise(typed)[-RECEIPT_LENGTH:],
            ProposalDraft.published_id.is_not(None),
        )
        .options(joinedload(ProposalDraft.published))
        .limit(1)
    )


def looks_like_receipt(commune: Commune, typed: str) -> bool:
    """Tell by its shape alone whether this is the code of a proposition of this commune.

    Anybody can compute it, so that saying it tells nothing of which codes there are.
    """
    code = codes.normalise(typed)
    head, tail = code[:-RECEIPT_LENGTH], code[-RECEIPT_LENGTH:]
    return head == codes.normalise(letters_of(commune)) and codes.is_valid(tail)


def receipt_of(proposal: Proposal) -> ProposalDraft | None:
    """Return what keeps the code its author was given, if the proposition came from a draft."""
    return db.session.scalar(
        select(ProposalDraft)
        .where(ProposalDraft.published_id == proposal.id)
        .options(joinedload(ProposalDraft.consultation).joinedload(Consultation.commune))
    )


def lock(draft: ProposalDraft) -> ProposalDraft | None:
    """Return the draft as it is now, kept from others until the end of the transaction.

    None when it was discarded meanwhile. (SQLite has one writer at a time and needs no lock.)
    """
    return db.session.scalar(
        select(ProposalDraft)
        .where(ProposalDraft.id == draft.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def lock_author(author: Person) -> None:
    """Make two requests that publish for the same person go one after the other."""
    db.session.execute(select(Person.id).where(Person.id == author.id).with_for_update())


def count_published_by(author: Person, consultation: Consultation) -> int:
    """Count what a person published in a consultation, withdrawn or not."""
    return db.session.scalars(
        select(func.count())
        .select_from(Proposal)
        .where(Proposal.consultation_id == consultation.id, Proposal.author_id == author.id)
    ).one()


def sent_since(author: Person, draft: ProposalDraft, since: datetime) -> Proposal | None:
    """Return the proposition in which this person already published this very text."""
    return db.session.scalar(
        select(Proposal)
        .where(
            Proposal.author_id == author.id,
            Proposal.consultation_id == draft.consultation_id,
            Proposal.title == draft.title,
            Proposal.body == draft.body,
            Proposal.published_at >= since,
            Proposal.withdrawn_at.is_(None),
        )
        .limit(1)
    )


def _is_under_way(at: datetime) -> ColumnElement[bool]:
    return ProposalDraft.published_id.is_(None) & (ProposalDraft.expires_at > at)


def _is_held_by(person_id: int | None, key_hash: str) -> ColumnElement[bool]:
    """Say in SQL what `ProposalDraft.is_held_by` says of one draft."""
    of_the_browser = ProposalDraft.person_id.is_(None) & (ProposalDraft.key_hash == key_hash)
    of_the_person = ProposalDraft.person_id == person_id
    if person_id is None:
        return of_the_browser & (ProposalDraft.key_hash != "")
    return or_(of_the_person, of_the_browser & (ProposalDraft.key_hash != ""))
