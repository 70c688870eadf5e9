"""The page of those who look after the whole platform: its communes, and who begins in each."""

from flask import abort, flash, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import queries
from participe.accounts.forms import EmailForm
from participe.accounts.models import Role
from participe.accounts.services import roles
from participe.accounts.session import current_account, for_platform_admins
from participe.accounts.views.blueprint import platform
from participe.accounts.views.onward import see
from participe.communes import queries as all_communes
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal


@platform.get("/plateforme")
@for_platform_admins
def communes() -> str:
    """List the communes that use the platform, and how many people make the team of each."""
    return render_template(
        "accounts/communes.html", communes=all_communes.opened(), staff=queries.count_staff()
    )


@platform.route("/plateforme/<slug>/inviter", methods=["GET", "POST"])
@for_platform_admins
def invite_staff(slug: str) -> Response | tuple[str, int]:
    """Invite somebody into the team of a commune, the first one above all."""
    chosen = all_communes.find(slug) or abort(404)
    form = EmailForm()
    if form.validate_on_submit():
        offer = roles.Offer(form.email.data, Role.STAFF)
        try:
            roles.invite(chosen, offer, by=current_account(), at=clock.now())
        except Refusal as refusal:
            form.email.errors = [str(refusal)]
        else:
            db.session.commit()
            flash(_("L’invitation est en route. Elle marche pendant 14 jours."), "success")
            return see(url_for(".communes"))
    page = render_template("accounts/invite_staff.html", form=form, chosen=chosen)
    return page, 422 if form.errors else 200
