"""A month as people count it in Brussels: its name in an address, its first and last instants."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from participe.kernel import clock

MONTHS_IN_A_YEAR = 12
_WRITTEN = re.compile(r"([1-9][0-9]{3})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year; written as “2026-03”."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """Return the month in which people in Brussels live this instant."""
        day = clock.day_of(moment)
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, written: str) -> Self | None:
        """Read “2026-03”; None for anything else."""
        found = _WRITTEN.fullmatch(written)
        return cls(int(found[1]), int(found[2])) if found else None

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def starts_at(self) -> datetime:
        return clock.start_of(self.first_day)

    @property
    def ends_at(self) -> datetime:
        """Return the first instant that is not in it any more."""
        return self.next.starts_at

    @property
    def next(self) -> Self:
        return self._moved(1)

    @property
    def previous(self) -> Self:
        return self._moved(-1)

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.starts_at <= moment < self.ends_at

    def _moved(self, by: int) -> Self:
        years, number = divmod(self.number - 1 + by, MONTHS_IN_A_YEAR)
        return type(self)(self.year + years, number + 1)
