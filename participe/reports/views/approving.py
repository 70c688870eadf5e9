"""What the director general decides about a bilan: to approve it, or to send it back."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_directors
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.kernel.errors import Refusal
from participe.reports import policies, services
from participe.reports.errors import WordMissing
from participe.reports.forms import DecisionForm, ReportForm, WordForm
from participe.reports.models import OutcomeReport
from participe.reports.views.blueprint import Page, bp, find_report, find_to_follow
from participe.reports.views.writing import edit_page


@bp.post("/gestion/consultations/<slug>/bilan/approuver")
@for_directors
def approve(slug: str) -> Page | Response:
    """Approve the text that was on the page, and no other."""
    consultation, report = _find_to_decide(slug)
    decision = DecisionForm()
    try:
        services.approve(report, based_on=decision.revision(), by=current_account(), at=clock.now())
    except Refusal as refusal:
        return _refused(consultation, report, refusal, WordForm(None))
    return _decided(_("Le bilan est approuvé. L’équipe peut le publier."))


@bp.post("/gestion/consultations/<slug>/bilan/renvoyer")
@for_directors
def send_back(slug: str) -> Page | Response:
    """Return it to the staff, with a word."""
    consultation, report = _find_to_decide(slug)
    form = WordForm()
    if not form.validate():
        return edit_page(consultation, report, ReportForm(None, obj=report), word=form), 422
    try:
        services.send_back(
            report,
            form.word.data,
            based_on=form.revision(),
            by=current_account(),
            at=clock.now(),
        )
    except Refusal as refusal:
        return _refused(consultation, report, refusal, form)
    return _decided(_("Le bilan est renvoyé à l’équipe."))


def _find_to_decide(slug: str) -> tuple[Consultation, OutcomeReport]:
    consultation = find_to_follow(slug)
    require(policies.may_approve(current_account(), consultation))
    return consultation, find_report(consultation)


def _decided(said: str) -> Response:
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".desk"), 303)


def _refused(
    consultation: Consultation, report: OutcomeReport, refusal: Refusal, word: WordForm
) -> tuple[str, int]:
    db.session.rollback()
    form = ReportForm(None, obj=report)
    if isinstance(refusal, WordMissing):
        word.word.errors = [*word.word.errors, str(refusal)]
    else:
        form.form_errors.append(str(refusal))
    return edit_page(consultation, report, form, word=word), 422
