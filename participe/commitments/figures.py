"""How answers and commitments are counted: computed from rows and days, nothing else.

The page « Comment on compte » says these rules in words; docs/adr/0027 says why.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

MONTHS = 12  # of a period, the present month included


@dataclass(frozen=True)
class Answer:
    """An answer that was promised: since when, until when, and given when, if it was."""

    promised_on: date
    due_on: date  # the first date: an extension moves nothing here
    given_on: date | None = None

    @property
    def is_on_time(self) -> bool:
        return self.given_on is not None and self.given_on <= self.due_on

    @property
    def days(self) -> int:
        """Return the days from the promise to the answer."""
        return max(0, ((self.given_on or self.due_on) - self.promised_on).days)


@dataclass(frozen=True)
class Promise:
    """A commitment: made when, for when, and how it ended, if it did."""

    made_on: date
    due_on: date  # the first date
    kept_on: date | None = None
    dropped_on: date | None = None
    is_begun: bool = False  # the commune said that it is under way

    @property
    def is_open(self) -> bool:
        return self.kept_on is None and self.dropped_on is None


@dataclass(frozen=True)
class Punctuality:
    """How the delay of promised answers was kept; one that lacks counts against the commune."""

    on_time: int = 0
    given: int = 0
    late_now: int = 0
    median_days: int | None = None

    @property
    def promised(self) -> int:
        return self.given + self.late_now

    @property
    def share(self) -> int | None:
        """Return the per cent that was on time, rounded down: nothing is made to look better."""
        return 100 * self.on_time // self.promised if self.promised else None


@dataclass(frozen=True)
class Keeping:
    """What became of all commitments: each is counted once, and those kept late once more."""

    total: int = 0
    kept: int = 0
    kept_late: int = 0  # among those kept
    to_do: int = 0  # neither over nor late, like the next ones
    under_way: int = 0
    late: int = 0
    dropped: int = 0


@dataclass(frozen=True)
class Month:
    """One month: the answers given, those it should have seen and that still lack, commitments."""

    first_day: date
    given: int
    on_time: int
    median_days: int | None
    missing: int
    made: int
    kept: int
    dropped: int

    @property
    def late(self) -> int:
        return self.given - self.on_time


def period_start(today: date) -> date:
    """Return the first day of a period of twelve months that ends with the present one."""
    return _earlier(today.replace(day=1), MONTHS - 1)


def punctuality(answers: Iterable[Answer], *, since: date, today: date) -> Punctuality:
    """Count the answers given in a period, and those that are late today, however old."""
    rows = list(answers)
    given = [row for row in rows if row.given_on and since <= row.given_on <= today]
    return Punctuality(
        on_time=sum(row.is_on_time for row in given),
        given=len(given),
        late_now=sum(row.given_on is None and row.due_on < today for row in rows),
        median_days=middle([row.days for row in given]),
    )


def keeping(promises: Iterable[Promise], *, today: date) -> Keeping:
    """Count what became of commitments, as things stand today."""
    rows = list(promises)
    kept = [(row.kept_on, row.due_on) for row in rows if row.kept_on is not None]
    open_ones = [row for row in rows if row.is_open]
    late = sum(row.due_on < today for row in open_ones)
    begun = sum(row.is_begun and row.due_on >= today for row in open_ones)
    return Keeping(
        total=len(rows),
        kept=len(kept),
        kept_late=sum(kept_on > due_on for kept_on, due_on in kept),
        to_do=len(open_ones) - late - begun,
        under_way=begun,
        late=late,
        dropped=len(rows) - len(kept) - len(open_ones),
    )


def by_month(
    answers: Iterable[Answer], promises: Iterable[Promise], *, since: date, today: date
) -> list[Month]:
    """Count month by month, from that of `since` to the present one, the oldest first."""
    all_answers, all_promises = list(answers), list(promises)
    return [
        _month(first_day, all_answers, all_promises, today) for first_day in _months(since, today)
    ]


def middle(days: Sequence[int]) -> int | None:
    """Return the median, halves rounded up: nothing is made to look better."""
    return math.ceil(median(days)) if days else None


def _month(
    first_day: date, answers: Sequence[Answer], promises: Sequence[Promise], today: date
) -> Month:
    def falls_here(day: date | None) -> bool:
        return day is not None and day.replace(day=1) == first_day and day <= today

    given = [row for row in answers if falls_here(row.given_on)]
    return Month(
        first_day=first_day,
        given=len(given),
        on_time=sum(row.is_on_time for row in given),
        median_days=middle([row.days for row in given]),
        missing=sum(
            row.given_on is None and row.due_on < today and falls_here(row.due_on)
            for row in answers
        ),
        made=sum(falls_here(row.made_on) for row in promises),
        kept=sum(falls_here(row.kept_on) for row in promises),
        dropped=sum(falls_here(row.dropped_on) for row in promises),
    )


def _months(since: date, today: date) -> list[date]:
    first, last = since.replace(day=1), today.replace(day=1)
    number = (last.year - first.year) * MONTHS + last.month - first.month
    return [_earlier(last, back) for back in range(number, -1, -1)]


def _earlier(first_day: date, months: int) -> date:
    years, month = divmod(first_day.year * MONTHS + first_day.month - 1 - months, MONTHS)
    return date(years, month + 1, 1)
