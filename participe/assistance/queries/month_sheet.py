"""What a month brought, for the notice board: in a few queries, and nobody who took part.

What one can still do and the next sessions are told as they are now: a sheet of long ago tells
only what happened in its month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from participe.answers.models import OfficialResponse
from participe.answers.queries import public as answers
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import places, sessions
from participe.commitments.models import Commitment
from participe.commitments.queries import listing as commitments
from participe.communes.models import Commune, DigitalSpace
from participe.consultations import queries as consultations
from participe.consultations.models import Consultation
from participe.kernel.months import Month
from participe.reports.models import OutcomeReport
from participe.reports.queries import finding as reports
from participe.texts.models import TextVersion
from participe.texts.queries import finding as texts

MOST = 100  # read of each kind; a wall has no room for more


class Open(NamedTuple):
    """A consultation in which people can do something now, and until when."""

    consultation: Consultation
    closes_at: datetime


@dataclass(frozen=True)
class MonthSheet:
    """The sheet of a commune and a month."""

    commune: Commune
    month: Month
    until: datetime  # up to when it tells: the end of the month, or now
    opened: Sequence[Consultation] = ()
    ended: Sequence[Consultation] = ()
    answers: Sequence[OfficialResponse] = ()
    rewritten: Sequence[tuple[TextVersion, int]] = ()  # and on how many remarks each decided
    reports: Sequence[OutcomeReport] = ()
    kept: Sequence[Commitment] = ()
    late: Sequence[Commitment] = ()
    still_open: Sequence[Open] = ()
    next_sessions: Sequence[AssistedSession] = ()
    spaces: Sequence[DigitalSpace] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing happened in the month that a wall could tell."""
        told = (self.opened, self.ended, self.answers, self.rewritten, self.reports, self.kept)
        return not any(told)

    @property
    def is_worth_a_letter(self) -> bool:
        return not self.is_empty or bool(self.late or self.still_open or self.next_sessions)


def first_month(commune: Commune) -> Month:
    return Month.of(commune.opened_at)


def last_whole_month(commune: Commune, at: datetime) -> Month:
    """Return the month that is printed: the last that is over, or a new commune's first."""
    return max(Month.of(at).previous, first_month(commune))


def exists(commune: Commune, month: Month, at: datetime) -> bool:
    """Tell whether a commune has a sheet of this month: since it opened, never of the future."""
    return first_month(commune) <= month <= Month.of(at)


def read(commune: Commune, month: Month, at: datetime) -> MonthSheet:
    """Read the sheet of a month that exists."""
    since, until = month.starts_at, min(month.ends_at, at)
    published = consultations.published(commune)
    is_recent = month >= last_whole_month(commune, at)
    return MonthSheet(
        commune,
        month,
        until,
        opened=[one for one in published if _opened_between(one, since, until)],
        ended=[one for one in published if _ended_between(one, since, until)],
        answers=answers.given_between(commune, since, until, MOST),
        rewritten=texts.rewritten_between(commune, since, until, MOST),
        reports=reports.published_between(commune, since, until, MOST),
        kept=commitments.kept_between(commune, since, until, MOST),
        late=commitments.late_at(commune, until, MOST),
        still_open=_still_open(published, at) if is_recent else (),
        next_sessions=sessions.planned(commune, at) if is_recent else (),
        spaces=places.serving(commune),
    )


def _opened_between(consultation: Consultation, since: datetime, until: datetime) -> bool:
    """Tell whether everyone saw it open then: published, and its first phase begun."""
    starts_at, published_at = consultation.starts_at(), consultation.published_at
    if starts_at is None or published_at is None:
        return False
    return since <= max(starts_at, published_at) < until


def _ended_between(consultation: Consultation, since: datetime, until: datetime) -> bool:
    """Tell whether its last day for people was then."""
    closes_at = consultation.closes_at()
    return closes_at is not None and since < closes_at <= until


def _still_open(published: Sequence[Consultation], at: datetime) -> list[Open]:
    """Return where people can do something now, what ends first on top."""
    found = [(one, one.closes_at()) for one in published if one.is_open(at)]
    rows = [Open(one, closes_at) for one, closes_at in found if closes_at is not None]
    return sorted(rows, key=lambda row: (row.closes_at, row.consultation.id))
