"""The photos of a proposition, which its author adds and removes."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_signed_in
from participe.extensions import db
from participe.kernel import clock, images, limits
from participe.kernel.errors import Refusal
from participe.proposals.forms.authoring import PhotoForm
from participe.proposals.models import MOST_PHOTOS, Proposal
from participe.proposals.queries import finding
from participe.proposals.services import editing
from participe.proposals.services import photos as services
from participe.proposals.views import access
from participe.proposals.views.blueprint import bp

ADDED = limits.Limit("photos added", 30, timedelta(hours=1))
LONGEST_SIDE = 1600  # pixels

Page = str | tuple[str, int] | Response


@bp.get("/propositions/<int:number>/photos")
@for_signed_in
def photos(number: int) -> Page:
    """Show the photos to their author, with the way to add and to remove."""
    proposal = access.find_own(number)
    editing.ensure_editable(proposal)
    return _page(proposal, PhotoForm())


@bp.post("/propositions/<int:number>/photos")
@for_signed_in
def add_photo(number: int) -> Page:
    """Add a photo; the work on its pixels is done while no lock is held."""
    proposal = access.find_own(number)
    editing.ensure_editable(proposal)
    form = PhotoForm()
    if not form.validate():
        return _page(proposal, form), 422
    limits.spend(db.session, ADDED, current_account().id, clock.now())
    try:
        image = images.reencode(form.picture.data.read(), max_side=LONGEST_SIDE)
        proposal = access.find_own(number)
        services.add_photo(proposal, image, alternative=form.alternative.data, at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        form.picture.errors = [str(refusal)]
        return _page(access.find_own(number), form), 422
    db.session.commit()
    flash(_("La photo est ajoutée."), "success")
    return _back(number)


@bp.post("/propositions/<int:number>/photos/<int:photo_id>/retirer")
@for_signed_in
def remove_photo(number: int, photo_id: int) -> Response:
    proposal = access.find_own(number)
    services.remove_photo(proposal, finding.find_photo(proposal, photo_id) or abort(404))
    db.session.commit()
    flash(_("La photo est retirée."), "success")
    return _back(number)


def _back(number: int) -> Response:
    response = redirect(url_for(".photos", number=number), 303)
    assert isinstance(response, Response)  # noqa: S101 -- Flask's type says less
    return response


def _page(proposal: Proposal, form: PhotoForm) -> str:
    return render_template(
        "proposals/photos.html",
        proposal=proposal,
        form=form,
        left=MOST_PHOTOS - len(proposal.photos),
        back=url_for(".show", number=proposal.number, slug=proposal.slug),
    )
