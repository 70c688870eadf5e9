"""Erasing one's account: what stays is said first, and nothing happens without a box ticked."""

from flask import render_template, url_for
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts import session as sessions
from participe.accounts.forms import ErasureForm
from participe.accounts.services import owning
from participe.accounts.session import current_account, for_owners
from participe.accounts.views.blueprint import bp
from participe.accounts.views.onward import leave, see
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.kernel.errors import Refusal


@bp.route("/mon-espace/effacer", methods=["GET", "POST"])
@for_owners
def erase() -> Response | tuple[str, int]:
    """Say what is erased and what stays, and erase when the box is ticked (GDPR art. 17)."""
    if not sessions.is_recent():
        intentions.remember(url_for(".erase"))
        return see(url_for(".confirm"))
    form = ErasureForm()
    if form.validate_on_submit():
        try:
            owning.erase(current_account(), at=clock.now())
        except Refusal as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
        else:
            db.session.commit()
            return leave(url_for(".erased"))
    return render_template("accounts/erase.html", form=form), 422 if form.errors else 200


@bp.get("/compte-efface")
@for_everyone
def erased() -> str:
    return render_template("accounts/erased.html")
