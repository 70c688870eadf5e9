"""What the author adds about a proposition: its theme, and where it is."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import for_signed_in
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.proposals.forms.proposing import PlaceForm, ThemeForm
from participe.proposals.models import Proposal
from participe.proposals.queries import finding, listing
from participe.proposals.queries.filters import Scope
from participe.proposals.services import editing
from participe.proposals.views import access
from participe.proposals.views.blueprint import bp

Page = str | tuple[str, int] | Response


@bp.route("/propositions/<int:number>/theme", methods=["GET", "POST"])
@for_signed_in
def file_under(number: int) -> Page:
    """Choose what the proposition is about, among the themes of the commune."""
    proposal = access.find_own(number)
    editing.ensure_editable(proposal)
    form = ThemeForm(theme=proposal.theme.slug if proposal.theme else "")
    form.offer(listing.facets(Scope(proposal.commune, proposal.consultation)).themes)
    if form.validate_on_submit():
        found = finding.find_theme(current_commune(), form.theme.data) if form.theme.data else None
        editing.file(proposal, theme=found, locality=proposal.locality)
        return _filed(proposal, _("Le thème est enregistré."))
    page = render_template("proposals/theme.html", proposal=proposal, form=form)
    return page, 422 if form.errors else 200


@bp.route("/propositions/<int:number>/lieu", methods=["GET", "POST"])
@for_signed_in
def locate(number: int) -> Page:
    """Say where it is, in the author's words."""
    proposal = access.find_own(number)
    editing.ensure_editable(proposal)
    form = PlaceForm(locality=proposal.locality)
    if form.validate_on_submit():
        editing.file(proposal, theme=proposal.theme, locality=form.locality.data)
        return _filed(proposal, _("Le lieu est enregistré."))
    page = render_template("proposals/place.html", proposal=proposal, form=form)
    return page, 422 if form.errors else 200


def _filed(proposal: Proposal, said: str) -> Response:
    address = url_for(".show", number=proposal.number, slug=proposal.slug)
    db.session.commit()
    flash(said, "success")
    response = redirect(address, 303)
    assert isinstance(response, Response)  # noqa: S101 -- Flask's type says less
    return response
