"""Offering a role by letter, and accepting it with the address that received the letter."""

from typing import Any

from flask import Flask, abort, flash, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import intentions, policies, queries
from participe.accounts import session as sessions
from participe.accounts.errors import InvitationOver, WrongAddress
from participe.accounts.forms import InvitationForm
from participe.accounts.models import Account, Invitation, Role
from participe.accounts.services import roles
from participe.accounts.session import (
    current_account,
    current_person,
    current_sign_in,
    for_staff,
)
from participe.accounts.views.blueprint import bp
from participe.accounts.views.onward import see
from participe.accounts.wording import ROLE_HINTS, ROLE_NAMES
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import Hidden, for_everyone
from participe.kernel.codes import hash_token
from participe.kernel.errors import Refusal

ACCEPT = "accept_invitation"


@bp.record_once
def register(state: BlueprintSetupState) -> None:
    """Have an offer accepted by a visitor taken up after they signed in."""
    assert isinstance(state.app, Flask)  # noqa: S101 -- its type says less
    intentions.register(state.app, ACCEPT, _accept_kept)


@bp.route("/gestion/personnes/inviter", methods=["GET", "POST"])
@for_staff
def invite() -> Response | tuple[str, int]:
    """Offer a role to an address; the letter says how to accept."""
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            roles.invite(current_commune(), _offer(form), by=current_account(), at=clock.now())
        except Refusal as refusal:
            form.email.errors = [str(refusal)]
        else:
            db.session.commit()
            flash(_("L’invitation est en route. Elle marche pendant 14 jours."), "success")
            return see(url_for(".people"))
    page = render_template("accounts/invite.html", form=form, hints=ROLE_HINTS)
    return page, 422 if form.errors else 200


@bp.post("/gestion/personnes/invitations/<int:invitation_id>/annuler")
@for_staff
def cancel_invitation(invitation_id: int) -> Response:
    """Take an offer back before it was accepted."""
    invitation = queries.find_invitation_by_id(current_commune(), invitation_id) or abort(404)
    try:
        roles.cancel(invitation, at=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("L’invitation est annulée."), "success")
    db.session.commit()
    return see(url_for(".people"))


@bp.get("/invitation/<token>")
@for_everyone
def invitation(token: str) -> str:
    """Show what is offered; mail scanners may read this as often as they like [T-60]."""
    offer = _find(token)
    return render_template(
        "accounts/invitation.html",
        invitation=offer,
        token=token,
        names=ROLE_NAMES,
        is_for_other=current_person().is_authenticated
        and not policies.may_accept(current_person(), offer),
    )


@bp.post("/invitation/<token>")
@for_everyone
def accept(token: str) -> Response:
    """Take up an offer; a visitor proves first that the address is theirs."""
    offer = _find(token)
    person = current_person()
    if not isinstance(person, Account):
        intentions.keep(ACCEPT, {"invitation": offer.id})
        db.session.commit()
        return see(url_for(".sign_in"))
    try:
        url = _take_up(person, offer)
    except WrongAddress as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
        return see(url_for(".invitation", token=token))
    db.session.commit()
    return see(url)


def _accept_kept(account: Account, payload: dict[str, Any]) -> str:
    offer = queries.find_invitation_by_id(current_commune(), payload["invitation"])
    if offer is None:
        raise InvitationOver
    return _take_up(account, offer)


def _take_up(account: Account, offer: Invitation) -> str:
    """Give the role, and go on under a new session: it has the shorter life of the role."""
    sign_in = current_sign_in()
    on_public_computer = sign_in is None or sign_in.on_public_computer
    roles.accept(offer, account, at=clock.now())
    sessions.begin(account, on_public_computer=on_public_computer)
    flash(_("Votre rôle est actif. Bienvenue dans l’équipe."), "success")
    return url_for(".space")


def _find(token: str) -> Invitation:
    """Return an offer that can be accepted; one that is over says so, with 410."""
    found = queries.find_invitation(current_commune(), hash_token(token)) or abort(404)
    if not found.is_open(clock.now()):
        raise Hidden(str(InvitationOver()))
    return found


def _offer(form: InvitationForm) -> roles.Offer:
    role = Role(form.role.data)
    if role is not Role.OFFICIAL:
        return roles.Offer(form.email.data, role)
    return roles.Offer(
        email=form.email.data,
        role=role,
        mandate=form.mandate.data,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
    )
