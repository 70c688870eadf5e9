"""What happens to a bilan."""

from dataclasses import dataclass

from participe.reports.models import OutcomeReport


@dataclass(frozen=True)
class ReportSubmitted:
    """Staff ask the director general to approve it."""

    report: OutcomeReport


@dataclass(frozen=True)
class ReportSentBack:
    """The director general asks for a change, with a word."""

    report: OutcomeReport


@dataclass(frozen=True)
class ReportApproved:
    """The director general approved this very text."""

    report: OutcomeReport


@dataclass(frozen=True)
class ReportPublished:
    """It is public from now on, with its figures; those who took part are told, once."""

    report: OutcomeReport
