"""How a small page answers: saved, or shown again with all that was typed."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account
from participe.consultations.errors import ChangedMeanwhile
from participe.consultations.forms.fields import Based
from participe.consultations.models import Consultation, ContractField
from participe.consultations.preparation import Item, fingerprint
from participe.consultations.services import Edit
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal


def saved(
    consultation: Consultation,
    part: Item | ContractField,
    form: Based,
    change: Callable[[Edit], object],
) -> bool:
    """Try to save what was typed, in one transaction; a refusal is put on the form instead.

    When somebody else changed the same part meanwhile, what they saved is what the form is
    based on from now on: it is shown beside, and saving again is meant.
    """
    if not form.validate_on_submit():
        return False
    edit = Edit(by=current_account(), at=clock.now(), based_on=form.based_on.data or "")
    try:
        change(edit)
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors = [*form.form_errors, str(refusal)]
        if isinstance(refusal, ChangedMeanwhile):
            form.based_on.data = fingerprint(consultation, part)
        return False
    db.session.commit()
    return True


def back_to_list(consultation: Consultation) -> Response:
    """Return to the task list, or to what may still change once it is public."""
    flash(_("C’est enregistré."), "success")
    return redirect(url_for(".prepare", slug=consultation.slug), 303)


def form_page(
    template: str,
    consultation: Consultation,
    part: Item | ContractField,
    form: Based,
    **values: Any,
) -> tuple[str, int]:
    """Show a form: empty or as saved (200), or as it was typed and why it was refused (422)."""
    if request.method == "GET":
        form.based_on.data = fingerprint(consultation, part)
    page = render_template(template, consultation=consultation, part=part, form=form, **values)
    return page, 422 if form.errors else 200
