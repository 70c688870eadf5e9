"""The clock of an answer: how far it is, and which reminders are due, from dates alone.

Nothing here is stored. Whoever asks again after a restart is told the same, and what was
already sent is known by the name of the reminder (docs/adr/0026).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from participe.kernel.clock import at_hour

HOUR = 9  # in Brussels
ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)
BEFORE = (14, 7, 1)  # days before the last one, when the official is reminded
EARLIEST = timedelta(days=BEFORE[0])
DIRECTOR_AFTER = 7  # days late, when the director general is told
AUTHOR_AFTER = 1  # days late, when the author is told
LONGEST_EXTENSION = timedelta(days=60)  # after the first date
CLARIFIED_WITHIN = timedelta(days=10)


class State(StrEnum):
    """How far the commune is with an answer."""

    RECEIVED = "received"
    STUDIED = "studied"
    PREPARED = "prepared"
    SIGNED = "signed"


@dataclass(frozen=True)
class Reminder:
    """A letter that time causes: its name, the same for ever, and the morning it is for."""

    name: str
    at: datetime


def state(*, opened: bool, sent_to_sign: bool, published: bool) -> State:
    """Tell how far an answer is, from what exists of it."""
    if published:
        return State.SIGNED
    if sent_to_sign:
        return State.PREPARED
    return State.STUDIED if opened else State.RECEIVED


def for_official(due_on: date, *, since: datetime, at: datetime) -> Reminder | None:
    """Return the last reminder to the official whose morning has come.

    They are fourteen days before the last day, seven, one; the day after it, then every week.
    Only the last: who was not reminded in time needs no pile of letters. None of those whose
    morning was before `since`, when the answer became due.
    """
    days = [-before for before in BEFORE]
    weeks_late = max(0, (at - at_hour(due_on + ONE_DAY, HOUR)) // ONE_WEEK)
    days += [1 + 7 * week for week in range(max(0, weeks_late - 1), weeks_late + 2)]
    due = [_on(due_on, day) for day in days]
    return max(
        (reminder for reminder in due if since < reminder.at <= at),
        key=lambda reminder: reminder.at,
        default=None,
    )


def for_director(due_on: date, *, at: datetime) -> Reminder | None:
    """Return what tells the director general, from the morning a week after the last day."""
    return _if_due(_on(due_on, DIRECTOR_AFTER), at)


def for_author(due_on: date, *, at: datetime) -> Reminder | None:
    """Return what tells the author, from the morning after the last day."""
    return _if_due(_on(due_on, AUTHOR_AFTER), at)


def mornings(due_on: date, *, since: datetime, at: datetime) -> list[Reminder]:
    """Return the reminders to the official whose morning came after `since`, and the next one."""
    days = [-before for before in BEFORE]
    weeks_late = max(-1, (at - at_hour(due_on + ONE_DAY, HOUR)) // ONE_WEEK)
    days += [1 + 7 * week for week in range(weeks_late + 3)]
    come = [reminder for reminder in (_on(due_on, day) for day in days) if reminder.at > since]
    last = next((n for n, reminder in enumerate(come) if reminder.at > at), len(come))
    return come[: last + 1]


def _on(due_on: date, day: int) -> Reminder:
    return Reminder(f"j{day:+d}", at_hour(due_on + day * ONE_DAY, HOUR))


def _if_due(reminder: Reminder, at: datetime) -> Reminder | None:
    return reminder if reminder.at <= at else None
