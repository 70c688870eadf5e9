"""The people who work for the commune here: who holds which role, since when, given by whom."""

from flask import abort, flash, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import policies, queries
from participe.accounts.models import Role, RoleGrant
from participe.accounts.services import roles
from participe.accounts.session import current_account, for_staff
from participe.accounts.views.blueprint import bp
from participe.accounts.views.onward import see
from participe.accounts.wording import ROLE_NAMES
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.kernel.errors import Refusal


@bp.get("/gestion/personnes")
@for_staff
def people() -> str:
    """List the holders of each role, the offers that wait, and the roles that were withdrawn."""
    commune = current_commune()
    grants = queries.grants_in(commune)
    held = {role: [g for g in grants if g.role is role and not g.withdrawn_at] for role in Role}
    return render_template(
        "accounts/people.html",
        held=held,
        withdrawn=[grant for grant in grants if grant.withdrawn_at],
        invitations=queries.waiting_invitations(commune, clock.now()),
        names=ROLE_NAMES,
        today=clock.day_of(clock.now()),
    )


@bp.get("/gestion/personnes/<int:grant_id>/retirer")
@for_staff
def withdraw(grant_id: int) -> str:
    """Ask before a role ends."""
    grant = _find(grant_id)
    return render_template("accounts/withdraw.html", grant=grant, names=ROLE_NAMES)


@bp.post("/gestion/personnes/<int:grant_id>/retirer")
@for_staff
def withdraw_now(grant_id: int) -> Response:
    """End a role; who gave it up themselves is signed out with it."""
    grant = _find(grant_id)
    try:
        roles.withdraw(grant, by=current_account(), at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
    else:
        db.session.commit()
        flash(_("Le rôle est retiré."), "success")
    return see(url_for(".people"))


def _find(grant_id: int) -> RoleGrant:
    grant = queries.find_grant(current_commune(), grant_id) or abort(404)
    require(policies.may_withdraw(current_account(), grant))
    return grant
