"""The first page of staff: what is late, what waits, what comes this week."""

from datetime import timedelta

from flask import redirect, render_template
from werkzeug import Response

from participe.accounts.session import current_account, for_whoever_works
from participe.answers import queries as answers
from participe.answers import wording as answer_words
from participe.assistance.queries import sessions
from participe.assistance.wording import sessions as session_words
from participe.commitments import wording as commitment_words
from participe.commitments.queries import counting as commitments
from participe.commitments.queries import listing as promised
from participe.communes.tenancy import current_commune
from participe.consultations import queries as consultations
from participe.kernel import clock
from participe.moderation.queries import cases as moderation
from participe.proposals.wording import outcomes as outcome_words
from participe.reports import wording as report_words
from participe.reports.models import Stage
from participe.reports.queries import finding as reports
from participe.texts.queries import deciding
from participe.web import staff_bar
from participe.web.views.blueprint import bp

ONE_WEEK = timedelta(days=7)


@bp.get("/gestion")
@for_whoever_works
def day() -> str | Response:
    """Show staff their day; whoever else works here is led to the first page of their bar."""
    if not current_account().is_staff:
        own = staff_bar.entries(current_account(), current_commune())[0]
        return redirect(own.url, 303)
    return _of_staff()


def _of_staff() -> str:
    commune, now = current_commune(), clock.now()
    due = answers.due(commune)
    late = [proposal for proposal in due if proposal.days_late(now)]
    limit = clock.day_of(now + ONE_WEEK)
    this_week = [p for p in due if p not in late and p.due_on is not None and p.due_on <= limit]
    listed = {proposal.id for proposal in (*late, *this_week)}
    drafts = {draft.proposal_id: draft for draft in answers.drafts(commune)}
    oldest, late_commitments = promised.late(commune, now, 1)
    return render_template(
        "web/day.html",
        late=late,
        this_week=this_week,
        late_commitments=late_commitments,
        oldest_commitment=oldest[0] if oldest else None,
        next_due=next((proposal for proposal in due if proposal not in late), None),
        waiting=moderation.count_waiting(commune),
        oldest=moderation.oldest_waiting_since(commune),
        sessions=sessions.of_the_day(commune, now),
        drafts=drafts,
        other_drafts=[draft for number, draft in drafts.items() if number not in listed],
        unpublished=consultations.drafts(commune),
        late_reports=reports.promised(commune, now),
        to_publish=[one for one in reports.unpublished(commune) if one.stage is Stage.APPROVED],
        remarked=deciding.texts_with_some_left(commune),
        report_words=report_words,
        session_words=session_words,
        answer_words=answer_words,
        commitment_words=commitment_words,
        outcome_words=outcome_words,
        punctuality=commitments.punctuality(commune, now),
        now=now,
    )
