"""Reads for papers: what can be supported by number, whose paper is in, and whose is awaited.

Which papers were typed in is what the journal says: who takes part on paper may have been added
by hand, and not have brought theirs yet. A practice keeps no paper, and has no journal.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.papers import KitRecord, PaperRow
from participe.assistance.models.people import Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.reference import Act
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.proposals.models import Proposal


def by_number(consultation: Consultation, numbers: Collection[int]) -> dict[int, Proposal]:
    """Return the public propositions of a consultation that have these numbers."""
    found = db.session.scalars(
        select(Proposal).where(
            Proposal.consultation_id == consultation.id,
            Proposal.number.in_(numbers),
            Proposal.hidden_at.is_(None),
            Proposal.withdrawn_at.is_(None),
        )
    )
    return {proposal.number or 0: proposal for proposal in found}


def count_entered(session: AssistedSession) -> int:
    """Return how many papers of a session are typed in."""
    return sum(facts["papers"] for facts in _batches(JournalEntry.session_id == session.id))


def came_with_paper(sessions: Select[int], since: datetime) -> set[int]:
    """Return the ids of who is in some sessions since then because their paper was typed in."""
    batches = _batches(JournalEntry.session_id.in_(sessions), JournalEntry.at > since)
    return {person_id for facts in batches for person_id in facts["added"]}


def awaited(session: AssistedSession) -> Sequence[Participant]:
    """Return who was added to a session to take part on paper, and whose paper is not in yet."""
    batches = _batches(JournalEntry.session_id == session.id)
    brought = {one for facts in batches for one in (*facts["added"], *facts["awaited"])}
    found = db.session.scalars(_of_paper(session).where(Participant.captured_at.is_(None)))
    return [one for one in found if _may_bring(one) and one.id not in brought]


def lock_awaited(participant: Participant) -> Participant | None:
    """Take somebody whose paper is about to be entered, read afresh; None if none can be.

    Who takes everything back or into an account at this moment is not waited for: they take the
    locks that we hold in another order.
    """
    found = db.session.scalar(
        _of_paper(participant.session)
        .where(Participant.id == participant.id)
        .with_for_update(of=Participant.__table__, key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return found if found is not None and _may_bring(found) else None


def on_paper(session: AssistedSession) -> Sequence[Participant]:
    """Return everybody who takes part in a session on paper."""
    return db.session.scalars(_of_paper(session)).all()


def lock_numbers(commune_id: int) -> None:
    """Take the row from which the commune's numbers come, before others of it are taken."""
    db.session.execute(
        select(Commune.id).where(Commune.id == commune_id).with_for_update(key_share=True)
    )


def find_record(uuid: str) -> KitRecord | None:
    """Return the line of a file without network that came before under this number."""
    return db.session.scalar(
        select(KitRecord)
        .where(KitRecord.uuid == uuid)
        .options(joinedload(KitRecord.participant))
        .execution_options(populate_existing=True)
    )


def records_of(session: AssistedSession) -> Sequence[KitRecord]:
    """Return what was imported into a session, or refused, in the order it was captured."""
    return db.session.scalars(
        select(KitRecord)
        .where(KitRecord.session_id == session.id)
        .options(joinedload(KitRecord.participant))
        .order_by(KitRecord.captured_at, KitRecord.id)
    ).all()


def waiting(session: AssistedSession) -> Sequence[PaperRow]:
    """Return the papers of a session that wait to be typed in again, as they lie."""
    return db.session.scalars(
        select(PaperRow).where(PaperRow.session_id == session.id).order_by(PaperRow.place)
    ).all()


def waiting_in(commune: Commune) -> Sequence[AssistedSession]:
    """Return the sessions of a commune in which papers wait to be typed in again."""
    return db.session.scalars(
        select(AssistedSession)
        .where(
            AssistedSession.commune_id == commune.id,
            AssistedSession.id.in_(select(PaperRow.session_id)),
        )
        .order_by(AssistedSession.number)
    ).all()


def _of_paper(session: AssistedSession) -> Select[Participant]:
    return (
        select(Participant)
        .where(Participant.session_id == session.id, Participant.way == Way.PAPER)
        .options(joinedload(Participant.session), selectinload(Participant.consents))
        .order_by(Participant.place)
    )


def _may_bring(one: Participant) -> bool:
    """Tell whether a paper can still be entered in somebody's name."""
    return one.consent is not None and not one.is_erased and one.claimed_at is None


def _batches(*where: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Return what the journal says of each batch of papers: how many, and whose."""
    lines = db.session.scalars(
        select(JournalEntry.facts).where(JournalEntry.act == Act.PAPERS_ENTERED.value, *where)
    )
    return [{"added": [], "awaited": [], **json.loads(facts)} for facts in lines]
