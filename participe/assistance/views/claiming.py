"""Keeping in an account what one did in a session: with the code, and signed in by e-mail."""

from typing import Any, cast

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts.models import Account
from participe.accounts.session import current_person
from participe.assistance.errors import WrongCode
from participe.assistance.models.people import Participant
from participe.assistance.services import claiming
from participe.assistance.views import opening
from participe.assistance.views.blueprint import bp
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.kernel.errors import Refusal

KIND = "claim"


@bp.record
def register(state: BlueprintSetupState) -> None:
    """Have what somebody did claimed once they have signed in."""
    intentions.register(cast("Flask", state.app), KIND, claim_kept)


@bp.route("/suivi/garder", methods=["GET", "POST"])
@for_everyone
@opening.with_code
def claim(participant: Participant) -> str | Response:
    """Keep all of it in an account: who has none yet signs in by e-mail first."""
    account = _account()
    if request.method != "POST":
        return render_template("assistance/claim.html", participant=participant, account=account)
    if account is None:
        intentions.keep(KIND, opening.name(participant))
        db.session.commit()
        return redirect(url_for("accounts.sign_in"), 303)
    try:
        where = _claimed(participant, account)
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
        return redirect(url_for(".following"), 303)
    db.session.commit()
    return redirect(where, 303)


def claim_kept(account: Account, payload: dict[str, Any]) -> str:
    """Claim for somebody who has just signed in what their code had opened before."""
    participant = opening.named_in(payload)
    if participant is None or not account.has_account:
        raise WrongCode
    return _claimed(participant, account)


def _account() -> Account | None:
    """Return the account that is signed in here, if it is one and has a name."""
    who = current_person()
    is_known = who.has_account and who.display_name
    return who if isinstance(who, Account) and is_known else None


def _claimed(participant: Participant, account: Account) -> str:
    claiming.claim(participant, account, at=clock.now())
    opening.close()
    name = account.display_name
    said = _("Vos contributions sont dans votre compte, sous le nom « %(name)s ».", name=name)
    flash(said, "success")
    return url_for("accounts.space")
