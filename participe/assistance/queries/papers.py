"""Reads for papers: what can be supported by number, and how many papers are typed in."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participe.assistance.models.papers import KitRecord, PaperRow
from participe.assistance.models.people import Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.proposals.models import Proposal
from participe.proposals.queries import listing

PRINTED = 40  # propositions on a form: more would not be read


def printed(consultation: Consultation, *, at: datetime) -> Sequence[Proposal]:
    """Return the propositions that a paper form lists, in the random order of the day."""
    return listing.first_of(consultation, at=at, limit=PRINTED)


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
    return db.session.scalars(
        select(func.count(Participant.id)).where(
            Participant.session_id == session.id, Participant.way == Way.PAPER
        )
    ).one()


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
