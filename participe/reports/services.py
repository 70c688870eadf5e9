"""Writing a bilan, having it approved, and publishing it: each step under the lock of its row."""

from datetime import datetime

from participe.accounts.models import Account
from participe.consultations import queries as consultations
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel.clock import day_of
from participe.kernel.events import publish as tell
from participe.reports import composing, figures, preparation
from participe.reports.composing import Content
from participe.reports.errors import (
    AlreadyPublished,
    ChangedMeanwhile,
    NotBegun,
    NotReady,
    NotWaiting,
    SummaryMissing,
    WordMissing,
)
from participe.reports.events import (
    ReportApproved,
    ReportPublished,
    ReportSentBack,
    ReportSubmitted,
)
from participe.reports.models import OutcomeReport, Stage
from participe.reports.queries import counting, finding


def begin(consultation: Consultation, *, by: Account, at: datetime) -> OutcomeReport:
    """Write the first draft from what is known; a second call returns the bilan that is there."""
    if not consultation.is_published:
        raise NotBegun
    consultations.lock(consultation)
    report = finding.of_consultation(consultation)
    if report is None:
        report = OutcomeReport(
            consultation=consultation,
            saved_by_id=by.id,
            saved_at=at,
            **vars(composing.compose(consultation)),
        )
        db.session.add(report)
        db.session.flush()
    return report


def save(
    report: OutcomeReport, content: Content, *, based_on: int, by: Account, at: datetime
) -> None:
    """Keep what staff wrote; whatever was sent or approved before is so no longer.

    `based_on` is the revision that the editor was reading: raises ChangedMeanwhile when there is
    a newer one. What says the same changes nothing, and takes nothing back.
    """
    _hold(report, based_on)
    if all(getattr(report, name) == written for name, written in vars(content).items()):
        return
    for name, written in vars(content).items():
        setattr(report, name, written)
    report.revision += 1
    report.saved_by_id, report.saved_at = by.id, at
    _take_back(report)
    db.session.flush()


def submit(report: OutcomeReport, *, based_on: int, by: Account, at: datetime) -> None:
    """Ask the director general to approve this text; asking twice asks once."""
    _hold(report, based_on)
    if not report.summary:
        raise SummaryMissing
    if report.stage is not Stage.DRAFT:
        return
    report.submitted_by_id, report.submitted_at = by.id, at
    report.sent_back_by_id, report.sent_back_at, report.sent_back_word = None, None, ""
    db.session.flush()
    tell(ReportSubmitted(report))


def approve(report: OutcomeReport, *, based_on: int, by: Account, at: datetime) -> None:
    """Approve the very text that the director general has read."""
    _hold(report, based_on)
    if report.stage is not Stage.WAITING:
        raise NotWaiting
    report.approved_by_id, report.approved_at = by.id, at
    db.session.flush()
    tell(ReportApproved(report))


def send_back(
    report: OutcomeReport, word: str, *, based_on: int, by: Account, at: datetime
) -> None:
    """Ask for a change, with a word; until it is published, what was approved may be sent back."""
    _hold(report, based_on)
    if not word:
        raise WordMissing
    if report.stage is Stage.DRAFT:
        raise NotWaiting
    _take_back(report)
    report.sent_back_by_id, report.sent_back_at, report.sent_back_word = by.id, at, word
    db.session.flush()
    tell(ReportSentBack(report))


def publish(report: OutcomeReport, *, based_on: int, by: Account, at: datetime) -> None:
    """Make it public with the figures of this instant, for ever (invariant 1).

    Raises NotReady while anything is missing; `preparation.missing` says what.
    """
    consultations.lock(report.consultation)
    _hold(report, based_on)
    known = preparation.standing(report.consultation)
    if any(preparation.missing(report, known, at).values()):
        raise NotReady
    report.figures = figures.dump(figures.publishable(counting.counts(report.consultation)))
    report.published_by_id, report.published_at = by.id, at
    _name_the_official(report, at)
    db.session.flush()
    tell(ReportPublished(report))


def _hold(report: OutcomeReport, based_on: int) -> None:
    """Lock a bilan that still changes, as the person at the keyboard was reading it."""
    finding.lock(report)
    if report.is_published:
        raise AlreadyPublished
    if report.revision != based_on:
        raise ChangedMeanwhile


def _name_the_official(report: OutcomeReport, at: datetime) -> None:
    """Copy who answers for the consultation: the page says it as it was, for ever."""
    official = report.consultation.contract.official
    if official is None:
        return
    mandate = official.mandate_on(day_of(at))
    report.official_id, report.mandate = official.id, mandate.mandate if mandate else ""


def _take_back(report: OutcomeReport) -> None:
    report.submitted_by_id = report.submitted_at = None
    report.approved_by_id = report.approved_at = None
