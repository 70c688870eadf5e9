"""What is told of who took part, to everyone and at any time: the same on every page and file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from participe.consultations.models import Consultation
from participe.reports import figures
from participe.reports.figures import Counts, Figures
from participe.reports.models import OutcomeReport
from participe.reports.queries import counting, finding

MOST_ACTS = 5000  # counted for one page; the files count whatever there is


@dataclass(frozen=True)
class Participation:
    """The figures of a consultation, of which instant, and whether they are those of its bilan.

    Before the bilan they still move, and are rounded down (docs/adr/0034).
    """

    figures: Figures
    at: datetime
    is_final: bool


@dataclass(frozen=True)
class Crowd:
    """How many people take part: at least so many, or exactly, as the bilan says."""

    people: int
    is_final: bool


def crowds(consultations: Sequence[Consultation], at: datetime) -> dict[int, Crowd]:
    """Return how many people take part in each, where they are enough to be told (R10).

    No bilan is looked for while people can still act: it is published after that.
    """
    closed = [one for one in consultations if not one.is_open(at)]
    final = {
        report.consultation_id: figures.load(report.figures).people or 0
        for report in (finding.published_of(closed) if closed else ())
    }
    moving = counting.crowds([one for one in consultations if one.id not in final])
    told = {id_: Crowd(people, is_final=True) for id_, people in final.items()} | {
        id_: Crowd(figures.rounded_down(people), is_final=False) for id_, people in moving.items()
    }
    return {id_: crowd for id_, crowd in told.items() if crowd.people}


def told(consultations: Sequence[Consultation], at: datetime) -> dict[int, Participation]:
    """Return what is told of each published consultation, in as many queries as for one."""
    final = {
        report.consultation_id: _final(report) for report in finding.published_of(consultations)
    }
    moving = counting.counts_of([one for one in consultations if one.id not in final])
    return final | {id_: _moving(counts, at) for id_, counts in moving.items()}


def told_of(consultation: Consultation, at: datetime) -> Participation | None:
    """Return what the page of a consultation tells; nothing when counting would keep it waiting."""
    if published := finding.published_of([consultation]):
        return _final(published[0])
    if not counting.did_at_most(consultation, MOST_ACTS):
        return None
    return _moving(counting.counts(consultation), at)


def _final(report: OutcomeReport) -> Participation:
    assert report.published_at is not None, "only published bilans are told"  # noqa: S101
    return Participation(figures.load(report.figures), report.published_at, is_final=True)


def _moving(counts: Counts, at: datetime) -> Participation:
    told = figures.rounded(figures.publishable(counts))
    return Participation(told, at, is_final=False)
