"""Letters that no event but time itself causes, sent once each however often this runs.

Which ones are due is `answers.schedule`'s to say. Each has a name in the outbox; two workers
that look at the same moment write it once, for the second finds the name taken.
"""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from participe.accounts import queries as accounts
from participe.accounts.models import Account, Role
from participe.answers import schedule
from participe.answers.queries import cases
from participe.answers.queries.cases import Promised
from participe.answers.wording import days_left, lateness
from participe.extensions import db
from participe.kernel import clock
from participe.notifications.models import LetterKind, Reader
from participe.notifications.queries import letters
from participe.notifications.services.writing import Subject, in_waking_hours, write
from participe.proposals.models import Proposal
from participe.proposals.queries import grouping


def remind(at: datetime) -> None:
    """Write every reminder about an answer that is due at this instant and not written yet."""
    for promised in cases.to_remind(at):
        _remind_official(promised, at)
        _warn_director(promised, at)
        _tell_authors(promised, at)


def drop(proposal: Proposal, *, at: datetime, but: str = "") -> None:
    """Keep the reminders about an answer from leaving, since it came or a newer one is there."""
    for letter in letters.unsent_with_key(f"reminder:{proposal.id}:"):
        if not but or not letter.dedup_key.startswith(f"{but}/"):
            letter.cancelled_at = letter.cancelled_at or at
    db.session.flush()


def event_of(proposal: Proposal, name: str) -> str:
    return f"reminder:{proposal.id}:{name}"


def _remind_official(promised: Promised, at: datetime) -> None:
    proposal = promised.proposal
    since = proposal.threshold_reached_at or proposal.published_at
    reminder = schedule.for_official(_due_on(proposal), since=since, at=at)
    if reminder is None:
        return
    event = event_of(proposal, reminder.name)
    if _write(LetterKind.ANSWER_REMINDER, event, promised, at, _in_charge(promised, at)):
        drop(proposal, at=at, but=event)


def _warn_director(promised: Promised, at: datetime) -> None:
    proposal = promised.proposal
    reminder = schedule.for_director(_due_on(proposal), at=at)
    if reminder is None:
        return
    directors = accounts.holders(proposal.commune, Role.DIRECTOR)
    readers = _readers(directors, _("parce que vous dirigez l’administration"))
    event = event_of(proposal, f"director:{reminder.name}")
    _write(LetterKind.ANSWER_OVERDUE, event, promised, at, readers)


def _tell_authors(promised: Promised, at: datetime) -> None:
    """Tell each author of the group, on the day after the promise, that the commune is late."""
    if schedule.for_author(_due_on(promised.proposal), at=at) is None:
        return
    for proposal in (promised.proposal, *grouping.members(promised.proposal)):
        readers = _readers([proposal.author], _("parce que vous avez écrit cette proposition"))
        _write(LetterKind.ANSWER_LATE, f"late:{proposal.id}", promised, at, readers, about=proposal)


def _write(
    kind: LetterKind,
    event: str,
    promised: Promised,
    at: datetime,
    readers: Sequence[Reader],
    *,
    about: Proposal | None = None,
) -> int:
    """Write a reminder, unless it was written before or another worker is just writing it."""
    proposal = promised.proposal
    is_late = bool(proposal.days_late(at))
    subject = Subject(
        kind,
        event=event,
        commune=proposal.commune,
        at=at,
        not_before=_in_the_morning(at),
        values={
            "proposal": about or proposal,
            "due_on": _due_on(proposal),
            "extension": promised.extension,
            "official": promised.official,
            "late": lateness(proposal, at),
            "left": "" if is_late else days_left(proposal, at),
        },
    )
    try:
        with db.session.begin_nested():
            return write(subject, readers)
    except IntegrityError:
        return 0


def _in_charge(promised: Promised, at: datetime) -> list[Reader]:
    """Return the official who is to answer or, when nobody may sign any more, the staff."""
    consultation = promised.proposal.consultation
    asked = promised.case.official if promised.case else None
    today = clock.day_of(at)
    for official in (asked, consultation.contract.official):
        if official is not None and official.email and official.mandate_on(today):
            return _readers([official], _("parce que vous répondez à cette proposition"))
    staff = accounts.holders(promised.proposal.commune, Role.STAFF)
    return _readers(staff, _("parce que vous êtes de l’équipe"))


def _readers(people: Sequence[object], reason: str) -> list[Reader]:
    return [
        Reader(person.email, reason, person.id)
        for person in people
        if isinstance(person, Account) and person.email
    ]


def _in_the_morning(at: datetime) -> datetime:
    """Return this instant or, when people sleep, nine o'clock of the next morning."""
    waking = in_waking_hours(at)
    return max(waking, clock.at_hour(clock.day_of(waking), schedule.HOUR))


def _due_on(proposal: Proposal) -> date:
    assert proposal.due_on is not None, "only what is due is reminded of"  # noqa: S101
    return proposal.due_on
