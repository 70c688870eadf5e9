"""Letters about bilans: to approve, sent back, approved, published."""

from datetime import datetime
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _

from participe.accounts import queries as accounts
from participe.accounts.models import Role
from participe.communes.models import Commune
from participe.kernel.events import subscribe
from participe.kernel.html import TextFormat, excerpt
from participe.notifications.models import LetterKind, Reader
from participe.notifications.queries import audience
from participe.notifications.services.writing import Subject, in_waking_hours, write
from participe.notifications.subscriptions.readers import to
from participe.proposals.wording.outcomes import OUTCOMES
from participe.reports.events import (
    ReportApproved,
    ReportPublished,
    ReportSentBack,
    ReportSubmitted,
)
from participe.reports.models import OutcomeReport
from participe.reports.queries import outcomes
from participe.texts.wording import VERDICTS

SUMMARY_MAX = 1200  # letters of the summary in a letter; the whole is on its page


def register(app: Flask) -> None:
    """Listen to what the other packages tell."""
    subscribe(app, ReportSubmitted, ask_the_directors)
    subscribe(app, ReportSentBack, return_to_the_staff)
    subscribe(app, ReportApproved, tell_the_staff)
    subscribe(app, ReportPublished, bring_the_report)


def ask_the_directors(event: ReportSubmitted) -> None:
    """Tell the director general that a bilan waits for an approval."""
    report = event.report
    commune = report.consultation.commune
    at = report.submitted_at or report.saved_at
    write(
        _subject(LetterKind.REPORT_TO_APPROVE, report, at),
        _holders(commune, Role.DIRECTOR, _("parce que vous êtes de la direction générale")),
    )


def return_to_the_staff(event: ReportSentBack) -> None:
    """Bring the word of the director general."""
    report = event.report
    at = report.sent_back_at or report.saved_at
    write(_subject(LetterKind.REPORT_SENT_BACK, report, at), _staff_of(report))


def tell_the_staff(event: ReportApproved) -> None:
    """Say that a bilan may be published."""
    report = event.report
    at = report.approved_at or report.saved_at
    write(_subject(LetterKind.REPORT_APPROVED, report, at), _staff_of(report))


def bring_the_report(event: ReportPublished) -> None:
    """Bring the summary to all who wrote, with what became of their propositions and remarks."""
    report = event.report
    at = report.published_at or report.saved_at
    shares = outcomes.shares(report.consultation)
    write(
        Subject(
            LetterKind.REPORT_PUBLISHED,
            event=f"report:{report.id}",
            commune=report.consultation.commune,
            at=at,
            not_before=in_waking_hours(at),
            values={
                "consultation": report.consultation,
                "summary": excerpt(report.summary, TextFormat.MARKDOWN, SUMMARY_MAX),
                "shares": shares,
                "outcomes": OUTCOMES,
                "verdicts": VERDICTS,
            },
        ),
        audience.those(shares, str(_("parce que vous avez participé à cette consultation"))),
    )


def _subject(kind: LetterKind, report: OutcomeReport, at: datetime) -> Subject:
    """Name a letter about a step of a bilan: each revision goes each way once an instant."""
    values: dict[str, Any] = {"report": report, "consultation": report.consultation}
    return Subject(
        kind,
        event=f"{kind}:{report.id}:{report.revision}:{at.timestamp()}",
        commune=report.consultation.commune,
        at=at,
        values=values,
    )


def _staff_of(report: OutcomeReport) -> list[Reader]:
    commune = report.consultation.commune
    return _holders(commune, Role.STAFF, _("parce que vous êtes de l’équipe"))


def _holders(commune: Commune, role: Role, reason: object) -> list[Reader]:
    return [reader for who in accounts.holders(commune, role) for reader in to(who, reason)]
