"""Supporting somebody's remark, signed in or not yet."""

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
from participe.texts import page, policies
from participe.texts import wording as words
from participe.texts.errors import RemarkSupportedAlready
from participe.texts.models import Remark
from participe.texts.services import supporting
from participe.texts.views import access
from participe.texts.views.blueprint import bp

TAKEN_BACK = limits.Limit("remark supports taken back", 60, timedelta(hours=1))
FROM_PASSAGE = "passage"  # the value of the field `de` of a button among the remarks on a passage


@bp.route("/avis/<int:remark_id>/soutenir", methods=["GET", "POST"])
@for_everyone
def support(remark_id: int) -> str | Response:
    """Give a support, or keep a visitor's until they have signed in; a GET never does [T-60]."""
    remark = access.find_remark(remark_id)
    if request.method == "POST":
        return _support(remark)
    return render_template(
        "texts/support.html",
        remark=remark,
        closed=words.supports_closed(remark, clock.now()),
        address=url_for(".show_remark", remark_id=remark_id),
    )


@bp.post("/avis/<int:remark_id>/retirer-mon-soutien")
@for_signed_in
def withdraw_support(remark_id: int) -> Response:
    """Take one's support back."""
    account = current_account()
    limits.spend(db.session, TAKEN_BACK, account.id, clock.now())
    remark = access.find_remark(remark_id)
    try:
        supporting.withdraw_support(remark, person=account, at=clock.now())
    except Refusal as refusal:
        return _refused(remark, refusal)
    return _done(remark, _("Votre soutien est retiré."))


def _support(remark: Remark) -> Response:
    who = current_person()
    if not isinstance(who, Account):
        return _keep(remark)
    require(policies.may_remark(who, remark.made_on.text.consultation))
    try:
        supporting.support(remark, person=who, at=clock.now())
    except RemarkSupportedAlready as already:
        return _done(remark, str(already))
    except Refusal as refusal:
        return _refused(remark, refusal)
    return _done(remark, _("Vous soutenez cet avis. Merci."))


def _keep(remark: Remark) -> Response:
    """Keep what the visitor wants to do, unless it is already too late, and ask who they are."""
    try:
        consultations.ensure_open(remark.made_on.text.consultation, Action.REMARK, clock.now())
    except Refusal as refusal:
        return _refused(remark, refusal)
    intentions.keep("remark-support", {"remark": remark.id})
    db.session.commit()
    return redirect(url_for("accounts.sign_in"), 303)


def _done(remark: Remark, said: str) -> Response:
    address = _address(remark)
    db.session.commit()
    flash(said, "success")
    return redirect(address, 303)


def _refused(remark: Remark, refusal: Refusal) -> Response:
    address = _address(remark)
    db.session.rollback()
    flash(str(refusal), "error")
    return redirect(address, 303)


def _address(remark: Remark) -> str:
    """Return the page on which the button was pressed."""
    if request.form.get("de") == FROM_PASSAGE:
        return page.address(remark)
    return url_for(".show_remark", remark_id=remark.id)
