"""Reads of codes that were lost and asked for anew, and of how long codes live."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import joinedload

from participe.accounts.models import Person
from participe.answers.models import OfficialResponse
from participe.assistance.models.codes import CONFIRMED_WITHIN, CodeRequest
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.proposals.models import Proposal
from participe.texts.models import DiscussedText, TextVersion

_PARTICIPANT = Participant.__table__.c


def waiting_of(participant: Participant, at: datetime) -> CodeRequest | None:
    """Return the request that somebody else can confirm now."""
    found = unsettled_of(participant)
    return found if found is not None and found.waits_at(at) else None


def unsettled_of(participant: Participant) -> CodeRequest | None:
    """Return the one request that is neither confirmed nor given up, read afresh; maybe too old."""
    return db.session.scalar(
        _unsettled()
        .where(CodeRequest.participant_id == participant.id)
        .options(joinedload(CodeRequest.asked_by))
        .execution_options(populate_existing=True)
    )


def waiting_in(session: AssistedSession, at: datetime) -> dict[int, CodeRequest]:
    """Return what waits in a session, by the id of the person."""
    found = db.session.scalars(_waiting(at).where(Participant.session_id == session.id))
    return {request.participant_id: request for request in found}


def waiting(commune: Commune, at: datetime) -> Sequence[CodeRequest]:
    """Return all that waits in a commune, the oldest first."""
    return db.session.scalars(
        _waiting(at).where(Participant.commune_id == commune.id).order_by(CodeRequest.id)
    ).all()


def replaced_of(participant: Participant) -> Sequence[CodeRequest]:
    """Return each time that two of the staff gave somebody another code, the last first."""
    return db.session.scalars(
        select(CodeRequest)
        .where(CodeRequest.participant_id == participant.id, CodeRequest.confirmed_at.is_not(None))
        .options(joinedload(CodeRequest.asked_by), joinedload(CodeRequest.confirmed_by))
        .order_by(CodeRequest.id.desc())
    ).all()


def were_handled_by(participant: Participant, person: Person) -> bool:
    """Tell whether this person ever asked for, or confirmed, a code of that one."""
    found = select(CodeRequest.id).where(
        CodeRequest.participant_id == participant.id,
        or_(CodeRequest.asked_by_id == person.id, CodeRequest.confirmed_by_id == person.id),
    )
    return db.session.scalar(found.limit(1)) is not None


def replaced_with_prefix(commune: Commune, prefix: str) -> CodeRequest | None:
    """Return the one request of a commune whose former code begins so."""
    return db.session.scalar(
        select(CodeRequest)
        .join(CodeRequest.participant)
        .where(
            CodeRequest.former_prefix == prefix,
            CodeRequest.former_hash != "",
            Participant.commune_id == commune.id,
        )
        .limit(1)
    )


def last_word(consultation: Consultation) -> datetime | None:
    """Return when the commune said something last: an answer, or a version of a text."""
    answered = (
        select(func.max(OfficialResponse.published_at, type_=OfficialResponse.published_at.type))
        .join(Proposal, Proposal.id == OfficialResponse.proposal_id)
        .where(Proposal.consultation_id == consultation.id)
    )
    written = (
        select(func.max(TextVersion.published_at, type_=TextVersion.published_at.type))
        .join(DiscussedText, DiscussedText.id == TextVersion.text_id)
        .where(DiscussedText.consultation_id == consultation.id)
    )
    moments = (db.session.scalar(answered), db.session.scalar(written))
    return max((moment for moment in moments if moment is not None), default=None)


def last_promised(session: AssistedSession) -> date | None:
    """Return the last day that a receipt of this session names."""
    return db.session.scalar(
        select(func.max(Participant.code_valid_until)).where(Participant.session_id == session.id)
    )


def sessions_with_codes(before: datetime) -> Sequence[AssistedSession]:
    """Return the sessions of all communes that began before then, and of which codes are kept."""
    has_code = select(Participant.session_id).where(Participant.code_hash != "")
    has_former = (
        select(Participant.session_id)
        .join(CodeRequest, CodeRequest.participant_id == Participant.id)
        .where(CodeRequest.former_hash != "")
    )
    return db.session.scalars(
        select(AssistedSession)
        .where(
            AssistedSession.opened_at < before,
            AssistedSession.id.in_(has_code.union(has_former)),
        )
        .order_by(AssistedSession.id)
    ).all()


def forget_in(session: AssistedSession) -> int:
    """Remove what is kept of the codes of a session, and return of how many people."""
    forgotten = db.session.scalars(
        update(Participant)
        .where(_PARTICIPANT.session_id == session.id, _PARTICIPANT.code_hash != "")
        .values(code_prefix="", code_hash="")
        .returning(_PARTICIPANT.id)
        .execution_options(synchronize_session=False)
    ).all()
    people = select(_PARTICIPANT.id).where(_PARTICIPANT.session_id == session.id)
    db.session.execute(
        update(CodeRequest)
        .where(CodeRequest.participant_id.in_(people))
        .values(former_prefix="", former_hash="")
        .execution_options(synchronize_session=False)
    )
    return len(forgotten)


def _unsettled() -> Select[CodeRequest]:
    return select(CodeRequest).where(
        CodeRequest.confirmed_at.is_(None), CodeRequest.dropped_at.is_(None)
    )


def _waiting(at: datetime) -> Select[CodeRequest]:
    """Select what waits, with all that lists and policies ask for."""
    session = joinedload(CodeRequest.participant).joinedload(Participant.session)
    consultation = session.joinedload(AssistedSession.consultation)
    return (
        _unsettled()
        .join(CodeRequest.participant)
        .where(CodeRequest.asked_at > at - CONFIRMED_WITHIN)
        .options(
            joinedload(CodeRequest.asked_by),
            session.joinedload(AssistedSession.space),
            session.selectinload(AssistedSession.colleagues),
            consultation.joinedload(Consultation.contract),
        )
    )
