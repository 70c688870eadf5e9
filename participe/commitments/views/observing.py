"""What residents see of a commitment declared kept, and what the commune replies."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts.models import Account
from participe.accounts.session import (
    current_account,
    current_person,
    for_signed_in,
    for_staff_and_officials,
)
from participe.commitments import policies
from participe.commitments.errors import OwnWord
from participe.commitments.forms import CommitmentReplyForm, ObservationForm
from participe.commitments.models import Commitment
from participe.commitments.queries import finding
from participe.commitments.services import observing
from participe.commitments.views.blueprint import address, bp, find
from participe.extensions import db
from participe.kernel import clock, limits
from participe.kernel.authorization import Hidden, for_everyone, require
from participe.kernel.errors import Refusal

Page = str | tuple[str, int]
ANCHOR = "constats"


@bp.route("/engagements/<int:commitment_number>/dire-ce-que-je-vois", methods=["GET", "POST"])
@for_everyone
def observe(commitment_number: int) -> Page | Response:
    """Say what one sees; what a visitor typed is published once they have signed in."""
    commitment, form = find(commitment_number), ObservationForm()
    if current_person().is_of_the_house:
        page = _observe_page(commitment, form, refusal=str(OwnWord()))
        return page, 403 if form.is_submitted() else 200
    if form.validate_on_submit() and (url := _published(commitment, form)):
        return redirect(url, 303)
    return _observe_page(commitment, form), 422 if form.errors else 200


def _observe_page(commitment: Commitment, form: ObservationForm, refusal: str = "") -> str:
    """Show the form or, to who works for the commune, why there is none."""
    return render_template(
        "commitments/observe.html",
        commitment=commitment,
        form=form,
        refusal=refusal,
        back=address(commitment, ANCHOR),
    )


@bp.post("/engagements/<int:commitment_number>/retirer-ce-que-j-ai-dit")
@for_signed_in
def withdraw(commitment_number: int) -> Response:
    """Take back what one said."""
    commitment = find(commitment_number)
    mine = finding.current_observation(commitment, current_account())
    if mine is not None and policies.may_withdraw(current_account(), mine):
        observing.withdraw(mine, at=clock.now())
        db.session.commit()
        flash(_("Ce que vous avez dit est retiré."), "success")
    return redirect(address(commitment, ANCHOR), 303)


@bp.route(
    "/gestion/engagements/<int:commitment_number>/constats/<int:observation_id>",
    methods=["GET", "POST"],
)
@for_staff_and_officials
def reply(commitment_number: int, observation_id: int) -> Page | Response:
    """Reply for the commune to what somebody sees."""
    commitment = find(commitment_number)
    require(policies.may_update(current_person(), commitment.commune))
    observation = finding.find_observation(commitment, observation_id) or abort(404)
    if observation.is_withdrawn:
        raise Hidden(_("Ce constat a été retiré par son auteur ou son autrice."))
    form = CommitmentReplyForm()
    if form.validate_on_submit():
        try:
            observing.reply(observation, form.body.data, by=current_account(), at=clock.now())
        except Refusal as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
        else:
            db.session.commit()
            flash(_("La réponse de la commune est publiée."), "success")
            return redirect(address(commitment, f"constat-{observation_id}"), 303)
    page = render_template(
        "commitments/reply.html",
        commitment=commitment,
        observation=observation,
        form=form,
        back=address(commitment, ANCHOR),
    )
    return page, 422 if form.errors else 200


def _published(commitment: Commitment, form: ObservationForm) -> str | None:
    """Publish what was typed, or keep it for a visitor; put a refusal into the form. Commits."""
    who, at = current_person(), clock.now()
    number = commitment.number
    try:
        observing.ensure_observable(commitment)
        if not isinstance(who, Account):
            seen = form.observation()
            payload = {"number": number, "is_done": seen.is_done, "body": seen.body}
            intentions.keep("observation", payload)
            db.session.commit()
            return url_for("accounts.sign_in")
        require(policies.may_observe(who, commitment.commune))
        limits.spend(db.session, observing.OBSERVATIONS, who.id, at)
        observing.observe(commitment, form.observation(), author=who, at=at)
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return None
    db.session.commit()
    flash(_("Merci. Ce que vous voyez est affiché sur cette page."), "success")
    return address(commitment, ANCHOR)
