"""The sheet of the month, printed for the notice board of the commune and the walls of its EPN."""

from flask import abort, redirect, render_template, url_for
from werkzeug import Response

from participe.assistance.queries import month_sheet as sheets
from participe.assistance.wording import sessions as session_words
from participe.commitments import wording as commitment_words
from participe.communes.tenancy import current_commune
from participe.kernel import clock, qr
from participe.kernel.authorization import for_everyone
from participe.kernel.months import Month
from participe.proposals.wording import outcomes as outcome_words
from participe.reports import wording as report_words
from participe.web.views.blueprint import bp


@bp.get("/valves")
@for_everyone
def notice_board() -> Response:
    """Lead to the sheet that is to be printed now: that of the last month that is over."""
    month = sheets.last_whole_month(current_commune(), clock.now())
    return redirect(url_for(".month_sheet", month=month))


@bp.get("/valves/<month>")
@for_everyone
def month_sheet(month: str) -> str:
    """Show what a month brought, on paper; there is none of the future, nor from before us."""
    commune, now = current_commune(), clock.now()
    wanted = Month.parse(month)
    if wanted is None or not sheets.exists(commune, wanted, now):
        abort(404)
    return render_template(
        "web/month_sheet.html",
        sheet_of=sheets.read(commune, wanted, now),
        previous=_existing(wanted.previous),
        next=_existing(wanted.next),
        is_over=wanted.ends_at <= now,
        is_latest=wanted.ends_at <= now and wanted == sheets.last_whole_month(commune, now),
        drawing=qr.drawing(url_for(".commune_home", _external=True)),
        session_words=session_words,
        commitment_words=commitment_words,
        outcome_words=outcome_words,
        report_words=report_words,
        now=now,
    )


def _existing(month: Month) -> Month | None:
    return month if sheets.exists(current_commune(), month, clock.now()) else None
