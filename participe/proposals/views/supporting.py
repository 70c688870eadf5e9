"""Supporting a proposition, signed in or not yet."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts.models import Account
from participe.accounts.session import current_account, current_person, for_signed_in
from participe.consultations import services as consultations
from participe.consultations.phases import Action
from participe.extensions import db
from participe.kernel import clock, limits
from participe.kernel.authorization import for_everyone, require
from participe.kernel.errors import Refusal
from participe.proposals import policies
from participe.proposals.errors import AlreadySupported
from participe.proposals.models import Proposal
from participe.proposals.queries import grouping
from participe.proposals.services import holding, supporting
from participe.proposals.views import access
from participe.proposals.views.blueprint import bp
from participe.proposals.wording import standing as standing_words

TAKEN_BACK = limits.Limit("supports taken back", 30, timedelta(hours=1))


@bp.route("/propositions/<int:number>/soutenir", methods=["GET", "POST"])
@for_everyone
def support(number: int) -> str | Response:
    """Give a support, or keep a visitor's until they have signed in; a GET never does [T-60]."""
    if request.method == "POST":
        return _support(number)
    proposal = access.find(number)
    return render_template(
        "proposals/support.html",
        proposal=proposal,
        closed=standing_words.supports_closed(proposal, clock.now()),
        head=grouping.head(proposal),
        address=_address(proposal),
    )


@bp.post("/propositions/<int:number>/retirer-mon-soutien")
@for_signed_in
def withdraw_support(number: int) -> Response:
    """Take one's support back."""
    account = current_account()
    limits.spend(db.session, TAKEN_BACK, account.id, clock.now())
    proposal = access.find(number, holding.find)
    try:
        supporting.withdraw_support(proposal, person=account, at=clock.now())
    except Refusal as refusal:
        return _refused(proposal, refusal)
    address = _address(proposal)
    db.session.commit()
    flash(_("Votre soutien est retiré."), "success")
    return redirect(address, 303)


def _support(number: int) -> Response:
    who = current_person()
    if not isinstance(who, Account):
        return _keep(access.find(number))
    proposal = access.find(number, holding.find)
    require(policies.may_support(who, proposal))
    address = _address(proposal)
    try:
        supporting.support(proposal, person=who, at=clock.now())
    except AlreadySupported as already:
        db.session.commit()
        flash(str(already), "success")
        return redirect(address, 303)
    except Refusal as refusal:
        return _refused(proposal, refusal)
    thanks = standing_words.thanks(proposal)
    db.session.commit()
    flash(thanks, "success")
    return redirect(address, 303)


def _keep(proposal: Proposal) -> Response:
    """Keep what the visitor wants to do, unless it is already too late, and ask who they are."""
    try:
        consultations.ensure_open(proposal.consultation, Action.SUPPORT, clock.now())
    except Refusal as refusal:
        return _refused(proposal, refusal)
    intentions.keep("support", {"number": proposal.number})
    db.session.commit()
    return redirect(url_for("accounts.sign_in"), 303)


def _refused(proposal: Proposal, refusal: Refusal) -> Response:
    address = _address(proposal)
    db.session.rollback()
    flash(str(refusal), "error")
    return redirect(address, 303)


def _address(proposal: Proposal) -> str:
    return url_for(".show", number=proposal.number, slug=proposal.slug)
