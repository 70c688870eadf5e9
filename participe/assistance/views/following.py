"""With the code of a receipt: see what one did, take it back, correct it."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_person
from participe.assistance.forms.following import CodeForm, EraseForm, WithdrawForm
from participe.assistance.models.people import Participant
from participe.assistance.queries import codes
from participe.assistance.queries import receipts as queries
from participe.assistance.services import following as services
from participe.assistance.services import validity
from participe.assistance.views import opening
from participe.assistance.views.blueprint import bp
from participe.assistance.views.opening import with_code
from participe.communes.tenancy import current_commune
from participe.consultations.phases import Action
from participe.contributions.models import Contribution
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.kernel.errors import Refusal
from participe.proposals.models import Proposal
from participe.proposals.queries import drafts
from participe.proposals.services import holding, supporting
from participe.proposals.wording import standing as proposal_words
from participe.texts import wording as remark_words
from participe.texts.queries import remarks
from participe.texts.services import supporting as remark_supporting

Page = Response | str | tuple[str, int]


@bp.route("/suivi", methods=["GET", "POST"])
@for_everyone
def follow() -> Page:
    """Ask for the code of a receipt; the address never carries it."""
    form, online = CodeForm(), False
    if form.validate_on_submit():
        typed = form.receipt_code.data
        online = drafts.looks_like_receipt(current_commune(), typed)
        if online and (proposal := _own_proposal(typed)):
            where = url_for("proposals.show", number=proposal.number, slug=proposal.slug)
            return redirect(where, 303)
        problem = opening.open_with(typed)
        if problem is None:
            return redirect(url_for(".following"), 303)
        # Said of every code of that shape, given to somebody or not: it finds no code out.
        said = _("Ce code est celui d’une proposition envoyée en ligne.")
        form.receipt_code.errors = [said if online else problem]
    is_open = opening.opened_here() is not None
    page = render_template("assistance/follow.html", form=form, is_open=is_open, online=online)
    return page, 422 if form.errors else 200


@bp.get("/suivi/mes-contributions")
@for_everyone
@with_code
def following(participant: Participant) -> Page:
    """Show all that somebody did, with its state, dates, answers and decisions."""
    return render_template(
        "assistance/following.html",
        participant=participant,
        deeds=queries.deeds_of(participant),
        may_comment=participant.session.consultation.allows(Action.COMMENT, clock.now()).is_open,
        last_day=validity.last_day(participant.session),
        replaced=codes.replaced_of(participant),
        proposal_words=proposal_words,
        remark_words=remark_words,
        at=clock.now(),
    )


@bp.route("/suivi/retirer/<int:contribution_id>", methods=["GET", "POST"])
@for_everyone
@with_code
def withdraw_one(participant: Participant, contribution_id: int) -> Page:
    """Ask once, then take one text back."""
    contribution = own(participant, contribution_id)
    form = WithdrawForm()
    if form.validate_on_submit():
        return _done(
            lambda: services.withdraw(contribution, reason=form.reason.data, at=clock.now()),
            _("Votre texte est retiré."),
        )
    page = render_template("assistance/withdraw.html", form=form, contribution=contribution)
    return page, 422 if form.errors else 200


@bp.post("/suivi/soutiens/<int:number>/retirer")
@for_everyone
@with_code
def withdraw_support(participant: Participant, number: int) -> Page:
    """Take a support of a proposition back."""
    proposal = holding.find(current_commune(), number) or abort(404)
    return _done(
        lambda: supporting.withdraw_support(proposal, person=participant, at=clock.now()),
        _("Votre soutien est retiré."),
    )


@bp.post("/suivi/avis/<int:remark_id>/retirer-mon-soutien")
@for_everyone
@with_code
def withdraw_remark_support(participant: Participant, remark_id: int) -> Page:
    """Take a support of a remark back."""
    remark = remarks.find(current_commune(), remark_id) or abort(404)
    return _done(
        lambda: remark_supporting.withdraw_support(remark, person=participant, at=clock.now()),
        _("Votre soutien est retiré."),
    )


@bp.route("/suivi/tout-effacer", methods=["GET", "POST"])
@for_everyone
@with_code
def erase_all(participant: Participant) -> Page:
    """Say what goes and what stays, and take everything back when the box is ticked."""
    form = EraseForm()
    if form.validate_on_submit():
        services.withdraw_all(participant, at=clock.now())
        opening.close()
        db.session.commit()
        flash(_("Tout est retiré, et votre nom est effacé. Le code n’ouvre plus rien."), "success")
        return redirect(url_for(".follow"), 303)
    return render_template("assistance/erase_all.html", form=form), 422 if form.errors else 200


@bp.post("/suivi/fermer")
@for_everyone
def close_following() -> Page:
    """Forget in this browser whose things were open."""
    opening.close()
    db.session.commit()
    return redirect(url_for(".follow"), 303)


def _own_proposal(typed: str) -> Proposal | None:
    """Return what the person who is signed in published online and was given this code for."""
    person = current_person()
    if person.id is None:
        return None
    receipt = drafts.find_receipt_in(current_commune(), person.id, typed)
    return receipt.published if receipt else None


def own(participant: Participant, contribution_id: int) -> Contribution:
    found = next((it for it in queries.written_by(participant) if it.id == contribution_id), None)
    return found or abort(404)


def _done(act: Any, said: str) -> Response:
    try:
        act()
    except Refusal as refusal:
        return refused(refusal)
    db.session.commit()
    flash(said, "success")
    return see_all()


def refused(refusal: Refusal) -> Response:
    db.session.rollback()
    flash(str(refusal), "error")
    return see_all()


def see_all() -> Response:
    return redirect(url_for(".following"), 303)
