"""What may still change once it is public: never without a reason that everyone reads."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from participe.accounts import queries as accounts
from participe.accounts.models import Account, Role, name_of_who_left
from participe.consultations import preparation, queries
from participe.consultations.errors import (
    AnswerTooEarly,
    ChangedMeanwhile,
    NextPhaseInTheWay,
    NextPhaseTooShort,
    NoMandate,
    NothingChanged,
    NotLater,
    NotPublished,
    PhaseOver,
    PromiseInTheWay,
)
from participe.consultations.events import ContractChanged, PhaseExtended
from participe.consultations.models import (
    Consultation,
    ContractChange,
    ContractField,
    Phase,
    PhaseExtension,
)
from participe.consultations.preparation import Item
from participe.consultations.services import Edit
from participe.consultations.wording import contracts as contract_words
from participe.extensions import db
from participe.kernel import events
from participe.kernel.clock import day_of, last_day_before, start_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Extension:
    """A later last day for a phase, why, and whether the phase after it begins later as well."""

    last_day: date
    reason: str
    moves_next: bool


def amend(
    consultation: Consultation, field: ContractField, value: Any, *, reason: str, edit: Edit
) -> ContractChange:
    """Change one part of a frozen contract, and keep what it said before beside the reason."""
    _lock_published(consultation)
    if preparation.fingerprint(consultation, field) != edit.based_on:
        raise ChangedMeanwhile
    _check_value(consultation, value, edit)
    owner = consultation if field in preparation.OF_THE_QUESTION else consultation.contract
    if getattr(owner, field.value) == value:
        raise NothingChanged
    before = contract_words.value_of(consultation.contract, field)
    setattr(owner, field.value, value)
    change = ContractChange(
        field=field,
        before=before,
        after=contract_words.value_of(consultation.contract, field),
        reason=reason,
        changed_by_id=edit.by.id,
        changed_at=edit.at,
    )
    consultation.contract.changes.append(change)
    db.session.flush()
    events.publish(ContractChanged(change))
    return change


def extend(phase: Phase, extension: Extension, edit: Edit) -> PhaseExtension:
    """Let a phase that is not over end later.

    It never overlaps the next one, whose opening moves by as many days when `moves_next`,
    and whose end stays.
    """
    consultation = phase.consultation
    _lock_published(consultation)
    if preparation.fingerprint(consultation, Item.PHASES) != edit.based_on:
        raise ChangedMeanwhile
    closes_at = start_of(extension.last_day + ONE_DAY)
    _check_later(phase, closes_at, edit.at)
    record = PhaseExtension(
        closed_at_before=phase.closes_at,
        closes_at=closes_at,
        next_opens_at=_make_room(phase, closes_at, moves_next=extension.moves_next),
        reason=extension.reason,
        extended_by_id=edit.by.id,
        extended_at=edit.at,
    )
    phase.closes_at = closes_at
    phase.extensions.append(record)
    db.session.flush()
    events.publish(PhaseExtended(record))
    return record


def forget_name(official: Account) -> None:
    """Name an official who is erased no more where a contract said that they would answer."""
    if not any(grant.role is Role.OFFICIAL for grant in accounts.grants_of(official)):
        return  # somebody else may go by the name of one
    for change in queries.changes_of_official(official):
        if change.before == official.display_name:
            change.before = name_of_who_left()
        if change.after == official.display_name:
            change.after = name_of_who_left()
    db.session.flush()


def _lock_published(consultation: Consultation) -> None:
    queries.lock(consultation)
    if not consultation.is_published:
        raise NotPublished


def _check_value(consultation: Consultation, value: Any, edit: Edit) -> None:
    """Refuse what would make the promise impossible: no mandate, or an answer before the end."""
    if isinstance(value, Account) and value.mandate_on(day_of(edit.at)) is None:
        raise NoMandate
    if isinstance(value, date) and not preparation.is_after_closing(consultation, value):
        raise AnswerTooEarly


def _check_later(phase: Phase, closes_at: datetime, at: datetime) -> None:
    if phase.closes_at <= at:
        raise PhaseOver
    if closes_at <= phase.closes_at:
        raise NotLater
    answers_by = phase.consultation.contract.answers_by
    if phase.kind.opens and answers_by and answers_by <= last_day_before(closes_at):
        raise PromiseInTheWay


def _make_room(phase: Phase, closes_at: datetime, *, moves_next: bool) -> datetime | None:
    """Move the opening of the phase in the way, if there is one, and return its new instant."""
    following = [p for p in phase.consultation.phases if p.opens_at >= phase.closes_at]
    blocking = min(following, key=lambda p: p.opens_at, default=None)
    if blocking is None or blocking.opens_at >= closes_at:
        return None
    if not moves_next:
        raise NextPhaseInTheWay
    days = last_day_before(closes_at) - last_day_before(phase.closes_at)
    opens_at = start_of(day_of(blocking.opens_at) + days)
    if opens_at >= blocking.closes_at:
        raise NextPhaseTooShort
    blocking.opens_at = opens_at
    return opens_at
