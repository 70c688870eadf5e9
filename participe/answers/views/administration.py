"""The services of the administration: the list, and what is done with one."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_staff
from participe.answers import policies
from participe.answers.forms.preparing import ServiceForm
from participe.answers.models import Service
from participe.answers.queries import cases
from participe.answers.services import administration
from participe.answers.views import access
from participe.answers.views.blueprint import bp
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require

Page = str | tuple[str, int]


@bp.route("/gestion/services", methods=["GET", "POST"])
@for_staff
def services() -> Page | Response:
    """List the services, and add one."""
    commune = current_commune()
    require(policies.may_prepare(current_account(), commune))
    form = ServiceForm()
    if form.validate_on_submit() and access.attempt(
        form, lambda: administration.add(commune, form.name.data)
    ):
        flash(_("Le service est ajouté."), "success")
        return redirect(url_for(".services"), 303)
    page = render_template("answers/services.html", services=cases.services(commune), form=form)
    return page, 422 if form.errors else 200


@bp.route("/gestion/services/<int:service_id>", methods=["GET", "POST"])
@for_staff
def service(service_id: int) -> Page | Response:
    """Give a service another name."""
    found = _find(service_id)
    form = ServiceForm(obj=found)
    if form.validate_on_submit() and access.attempt(
        form, lambda: administration.rename(found, form.name.data)
    ):
        flash(_("Le nom est changé."), "success")
        return redirect(url_for(".services"), 303)
    page = render_template("answers/service.html", service=found, form=form)
    return page, 422 if form.errors else 200


@bp.post("/gestion/services/<int:service_id>/retirer")
@for_staff
def retire_service(service_id: int) -> Response:
    """Let nothing new be given to a service."""
    administration.retire(_find(service_id), at=clock.now())
    db.session.commit()
    flash(_("Le service ne reçoit plus rien de nouveau."), "success")
    return redirect(url_for(".services"), 303)


@bp.post("/gestion/services/<int:service_id>/remettre")
@for_staff
def restore_service(service_id: int) -> Response:
    """Bring a retired service back."""
    administration.restore(_find(service_id))
    db.session.commit()
    flash(_("Le service est de retour."), "success")
    return redirect(url_for(".services"), 303)


def _find(service_id: int) -> Service:
    require(policies.may_prepare(current_account(), current_commune()))
    return cases.find_service(current_commune(), service_id) or abort(404)
