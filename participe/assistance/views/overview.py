"""The sessions of a commune for its staff, who works in which space, and for whom."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import queries as accounts
from participe.accounts.models import Role
from participe.accounts.session import current_account, for_staff
from participe.assistance import policies
from participe.assistance.forms.places import SpaceForm
from participe.assistance.queries import papers, sessions
from participe.assistance.queries import places as queries
from participe.assistance.services import places
from participe.assistance.views.blueprint import bp
from participe.assistance.wording import sessions as words
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
    working, spaces = queries.facilitators_in(commune), queries.serving(commune)
    return render_template(
        "assistance/overview.html",
        sessions=found,
        people=sessions.count_people(found),
        spaces=spaces,
        served=queries.served_by(commune),
        working={
            space_id: sorted(names[one] for one in ids if one in names)
            for space_id, ids in working.items()
        },
        alone=[space.name for space in spaces if len(working.get(space.id, ())) == 1],
        waiting=papers.waiting_in(commune),
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
    by, at = current_account(), clock.now()
    chosen = form.chosen_communes()
    called_off = [] if chosen is None else places.set_communes(space, chosen, by=by, at=at)
    places.set_facilitators(space, current_commune(), form.facilitators.data, by=by, at=at)
    told = words.called_off(called_off)
    db.session.commit()
    flash(_("L’EPN est enregistré."), "success")
    for said in told:
        flash(said, "success")
    return redirect(url_for(".overview"), 303)
