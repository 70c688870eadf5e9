"""The bilan as everyone reads it."""

from flask import render_template

from participe.consultations.views.blueprint import find_visible
from participe.kernel.authorization import for_everyone, require_seen
from participe.reports.queries import finding
from participe.reports.views.blueprint import bp
from participe.reports.views.reading import context


@bp.get("/consultations/<slug>/bilan")
@for_everyone
def show(slug: str) -> str:
    """Show what came of a consultation; before its publication there is nothing here."""
    consultation = find_visible(slug)
    report = finding.of_consultation(consultation)
    require_seen(report is not None and report.is_published)
    return render_template("reports/show.html", **context(consultation, report))
