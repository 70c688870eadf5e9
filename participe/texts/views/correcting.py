"""Correcting what one said of a passage, until the commune says what it does with it."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import for_signed_in
from participe.contributions.errors import ChangedMeanwhile
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal
from participe.texts.forms.remarking import CorrectRemarkForm, form_of
from participe.texts.models import Remark
from participe.texts.services import remarking
from participe.texts.views import access
from participe.texts.views.blueprint import bp


@bp.route("/avis/<int:remark_id>/corriger", methods=["GET", "POST"])
@for_signed_in
def correct(remark_id: int) -> str | tuple[str, int] | Response:
    """Let somebody change the words of their remark; the former ones stay readable."""
    remark = access.find_own(remark_id)
    try:
        remarking.ensure_correctable(remark)
    except Refusal as refusal:
        flash(str(refusal), "error")
        return redirect(url_for(".show_remark", remark_id=remark_id), 303)
    form = form_of(remark)
    if form.validate_on_submit() and _saved(remark, form):
        flash(_("Votre avis est corrigé. L’ancien texte reste lisible."), "success")
        return redirect(url_for(".show_remark", remark_id=remark_id), 303)
    page = render_template("texts/correct.html", remark=remark, form=form)
    return page, 422 if form.errors else 200


def _saved(remark: Remark, form: CorrectRemarkForm) -> bool:
    """Correct a remark and commit, or put the refusal into the form."""
    try:
        remarking.correct(remark, body=form.body.data, based_on=form.version, at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        if isinstance(refusal, ChangedMeanwhile):
            form.based_on.data = str(remark.version)
        return False
    db.session.commit()
    return True
