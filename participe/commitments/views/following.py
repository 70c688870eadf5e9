"""Following a commitment, signed in or not yet."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts.models import Account
from participe.accounts.session import current_account, current_person, for_signed_in
from participe.commitments import policies
from participe.commitments.services import following
from participe.commitments.views.blueprint import address, bp, find
from participe.extensions import db
from participe.kernel import clock, limits
from participe.kernel.authorization import for_everyone, require

FOLLOWED = limits.Limit("commitments followed", 60, timedelta(hours=1))


@bp.route("/engagements/<int:commitment_number>/suivre", methods=["GET", "POST"])
@for_everyone
def follow(commitment_number: int) -> str | Response:
    """Follow, or keep a visitor's wish until they have signed in; a GET never does [T-60]."""
    commitment, who = find(commitment_number), current_person()
    if request.method != "POST":
        return render_template(
            "commitments/follow.html", commitment=commitment, address=address(commitment)
        )
    if not isinstance(who, Account):
        intentions.keep("follow", {"number": commitment.number})
        db.session.commit()
        return redirect(url_for("accounts.sign_in"), 303)
    require(policies.may_follow(who, commitment.commune))
    limits.spend(db.session, FOLLOWED, who.id, clock.now())
    following.follow(commitment, person=who, at=clock.now())
    db.session.commit()
    flash(_("Vous suivez cet engagement. Vous recevrez un e-mail à chaque étape."), "success")
    return redirect(address(commitment), 303)


@bp.post("/engagements/<int:commitment_number>/ne-plus-suivre")
@for_signed_in
def unfollow(commitment_number: int) -> Response:
    commitment = find(commitment_number)
    following.unfollow(commitment, person=current_account())
    db.session.commit()
    flash(_("Vous ne suivez plus cet engagement."), "success")
    return redirect(address(commitment), 303)
