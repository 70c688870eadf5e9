"""What is done before an answer is signed: say who works on it, ask a service, ask for a delay."""

from datetime import date, datetime

from participe.accounts.models import Account
from participe.answers import queries
from participe.answers.errors import (
    AlreadyExtended,
    DayGone,
    ExtensionTooLong,
    ExtensionTooShort,
    NoMandate,
    NotDue,
    NoteAnswered,
    ServiceRetired,
)
from participe.answers.models import AnswerCase, AnswerExtension, Service, ServiceNote
from participe.answers.queries import cases
from participe.answers.schedule import LONGEST_EXTENSION
from participe.extensions import db
from participe.kernel.clock import day_of
from participe.proposals.models import Proposal


def open_case(proposal: Proposal, *, at: datetime) -> AnswerCase:
    """Return who works on the answer; from the first time on the commune says it studies it.

    Whoever calls this holds the lock of the proposition.
    """
    case = cases.case_of(proposal)
    if case is None:
        case = AnswerCase(proposal_id=proposal.id, opened_at=at)
        db.session.add(case)
        db.session.flush()
    return case


def assign(
    proposal: Proposal,
    *,
    service: Service | None,
    official: Account | None,
    by: Account,
    at: datetime,
) -> None:
    """Say which service works on an answer, and which official is asked to give it."""
    if service is not None and service.retired_at is not None:
        raise ServiceRetired
    if official is not None and official.mandate_on(day_of(at)) is None:
        raise NoMandate
    queries.lock(proposal)
    case = open_case(proposal, at=at)
    case.service_id = service.id if service else None
    case.official_id = official.id if official else None
    case.assigned_by_id, case.assigned_at = by.id, at
    db.session.flush()
    db.session.expire(case, ["service", "official"])


def ask_service(
    proposal: Proposal,
    *,
    service: Service,
    question: str,
    due_on: date,
    by: Account,
    at: datetime,
) -> ServiceNote:
    """Ask a service for its word, by a day of its own; the note stays inside the house."""
    if service.retired_at is not None:
        raise ServiceRetired
    if due_on < day_of(at):
        raise DayGone
    queries.lock(proposal)
    open_case(proposal, at=at)
    note = ServiceNote(
        proposal_id=proposal.id,
        service_id=service.id,
        question=question,
        due_on=due_on,
        asked_by_id=by.id,
        asked_at=at,
    )
    db.session.add(note)
    db.session.flush()
    return note


def answer_note(note: ServiceNote, *, answer: str, by: Account, at: datetime) -> None:
    """Write down what the service says, once. Raises NoteAnswered if somebody else just did."""
    queries.lock(note.proposal)
    db.session.refresh(note)
    if note.is_answered:
        raise NoteAnswered
    note.answer, note.answered_by_id, note.answered_at = answer, by.id, at
    db.session.flush()


def extend(proposal: Proposal, *, until: date, reason: str, by: Account, at: datetime) -> None:
    """Give the commune its one delay, with the reason that everyone reads.

    The first date stands: lateness counts from there.
    """
    queries.lock(proposal)
    db.session.refresh(proposal, ["answered_at", "due_on", "withdrawn_at", "hidden_at"])
    if proposal.due_on is None or not _is_waiting(proposal):
        raise NotDue
    if cases.extension_of(proposal) is not None:
        raise AlreadyExtended
    if until <= max(proposal.due_on, day_of(at)):
        raise ExtensionTooShort
    if until > proposal.due_on + LONGEST_EXTENSION:
        raise ExtensionTooLong
    open_case(proposal, at=at)
    db.session.add(
        AnswerExtension(
            proposal_id=proposal.id, until=until, reason=reason, given_by_id=by.id, given_at=at
        )
    )
    db.session.flush()


def _is_waiting(proposal: Proposal) -> bool:
    return not (proposal.is_answered or proposal.is_hidden or proposal.is_withdrawn)
