"""The sessions of a commune for its staff, who works in which space, and for whom."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import queries as accounts
from participe.accounts.models import Role
from participe.accounts.session import current_account, for_staff
from participe.assistance import policies
from participe.assistance.forms.places import SpaceForm
from participe.assistance.queries import places as queries
from participe.assistance.queries import sessions
from participe.assistance.services import places
from participe.assistance.views.blueprint import bp
from participe.communes import queries as communes
from participe.communes.models import DigitalSpace
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock

Page = str | tuple[str, int] | Response


@bp.get("/gestion/seances")
@for_staff
def overview() -> str:
    """List all sessions with what they came to, and the spaces in which they take place."""
    commune = current_commune()
    found = sessions.in_commune(commune)
    names = {one.id: one.shown_name for one in accounts.holders(commune, Role.FACILITATOR)}
    working = queries.facilitators_in(commune)
    return render_template(
        "assistance/overview.html",
        sessions=found,
        people=sessions.count_people(found),
        spaces=queries.serving(commune),
        served=queries.served_by(commune),
        working={
            space_id: sorted(names[one] for one in ids if one in names)
            for space_id, ids in working.items()
        },
        now=clock.now(),
    )


@bp.route("/gestion/seances/epn/<int:space_id>", methods=["GET", "POST"])
@for_staff
def space(space_id: int) -> Page:
    """Say who works in a space; for which communes, only where it stands."""
    commune = current_commune()
    found = queries.find_serving(commune, space_id) or abort(404)
    is_own = policies.may_lend(current_account(), found)
    others = [one for one in communes.opened() if one.id != commune.id] if is_own else None
    form = SpaceForm(accounts.holders(commune, Role.FACILITATOR), others)
    if form.validate_on_submit():
        return _save(found, form)
    form.fill(
        queries.facilitators_in(commune).get(space_id, set()),
        [one.id for one in queries.communes_served(found)],
    )
    page = render_template("assistance/space.html", space=found, form=form)
    return page, 422 if form.errors else 200


def _save(space: DigitalSpace, form: SpaceForm) -> Response:
    places.set_facilitators(space, current_commune(), form.facilitators.data)
    chosen = form.chosen_communes()
    if chosen is not None:
        places.set_communes(space, chosen)
    db.session.commit()
    flash(_("L’EPN est enregistré."), "success")
    return redirect(url_for(".overview"), 303)
