"""Asking what a published answer means, and the reply of the commune."""

from flask import abort, flash, redirect, render_template, request, url_for
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
from participe.answers import policies, queries
from participe.answers.errors import AlreadyAsked, NotConcerned
from participe.answers.forms.clarifying import ClarificationForm, ReplyForm
from participe.answers.models import Clarification, OfficialResponse
from participe.answers.page import address
from participe.answers.queries import clarifying as reads
from participe.answers.services import clarifying
from participe.answers.views import access
from participe.answers.views.blueprint import bp
from participe.communes.tenancy import current_commune
from participe.contributions import policies as contributions
from participe.extensions import db
from participe.kernel import clock, limits
from participe.kernel.authorization import Hidden, for_everyone, require
from participe.kernel.errors import Refusal
from participe.proposals.models import Proposal
from participe.proposals.queries import finding

Page = str | tuple[str, int]


@bp.route("/propositions/<int:number>/demander-une-precision", methods=["GET", "POST"])
@for_everyone
def clarify(number: int) -> Page | Response:
    """Ask what an answer means; what a visitor typed is asked once they have signed in."""
    proposal = _find_proposal(number)
    form = ClarificationForm()
    if form.validate_on_submit():
        url = _ask(proposal, form)
        if url:
            return redirect(url, 303)
    answer = queries.current(proposal)
    page = render_template(
        "answers/clarify.html",
        proposal=proposal,
        form=form,
        answer=answer,
        closed="" if form.errors else _why_closed(proposal, answer),
    )
    return page, 422 if form.errors else 200


def _why_closed(proposal: Proposal, answer: OfficialResponse | None) -> str:
    """Say why whoever is signed in cannot ask, before they type anything (invariant 7)."""
    who = current_person()
    if answer is None or not isinstance(who, Account):
        return ""
    if not reads.concerns(proposal, who.id):
        return str(NotConcerned.message)
    return str(AlreadyAsked.message) if reads.asked_by(answer, who) else ""


@bp.get("/precisions/<int:clarification_id>")
@for_everyone
def show_clarification(clarification_id: int) -> Response:
    """Lead to a clarification, below the answer it is about; one that is gone says why."""
    found = _find(clarification_id)
    if found.is_withdrawn:
        raise Hidden(_("Cette question a été retirée par son auteur ou son autrice."))
    if not contributions.may_see(current_person(), found):
        raise Hidden(found.hidden_reason or "")
    return redirect(address(found), 303)


@bp.route("/precisions/<int:clarification_id>/retirer", methods=["GET", "POST"])
@for_signed_in
def withdraw_clarification(clarification_id: int) -> Page | Response:
    """Ask once, then take one's question back."""
    found = _find(clarification_id)
    require(policies.may_withdraw(current_person(), found))
    if request.method != "POST":
        return render_template(
            "answers/withdraw.html", clarification=found, back=_back(found.response.proposal)
        )
    clarifying.withdraw(found, at=clock.now())
    db.session.commit()
    flash(_("Votre question est retirée."), "success")
    return redirect(_back(found.response.proposal), 303)


@bp.route("/gestion/precisions/<int:clarification_id>", methods=["GET", "POST"])
@for_staff_and_officials
def reply(clarification_id: int) -> Page | Response:
    """Say what the answer means in other words, for everyone."""
    require(policies.may_prepare(current_account(), current_commune()))
    found = reads.find(current_commune(), clarification_id) or abort(404)
    form = ReplyForm()
    if form.validate_on_submit() and access.attempt(
        form,
        lambda: clarifying.reply(found, body=form.body.data, by=current_account(), at=clock.now()),
    ):
        flash(_("Votre réponse est publiée."), "success")
        return redirect(address(found), 303)
    page = render_template("answers/reply.html", clarification=found, form=form, now=clock.now())
    return page, 422 if form.errors else 200


def _ask(proposal: Proposal, form: ClarificationForm) -> str | None:
    """Ask, or keep what was typed until its author has signed in; return where to go on.

    A refusal is put into the form, with everything typed, and None is returned.
    """
    person, at = current_person(), clock.now()
    try:
        if not isinstance(person, Account):
            return _keep(proposal, form)
        limits.spend(db.session, clarifying.CLARIFICATIONS, person.id, at)
        asked = clarifying.ask(proposal, author=person, body=form.body.data, at=at)
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return None
    db.session.commit()
    flash(_("Votre question est publiée. La commune vous répond ici."), "success")
    return address(asked)


def _keep(proposal: Proposal, form: ClarificationForm) -> str:
    clarifying.answer_to_clarify(proposal)
    intentions.keep("clarify", {"number": proposal.number, "body": form.body.data})
    db.session.commit()
    return url_for("accounts.sign_in")


def _find_proposal(number: int) -> Proposal:
    """Return a proposition that may be read; of a hidden one its reason, with 410."""
    proposal = finding.find(current_commune(), number) or abort(404)
    if not contributions.may_see(current_person(), proposal):
        raise Hidden(proposal.hidden_reason or "")
    return proposal


def _find(clarification_id: int) -> Clarification:
    """Return a clarification of this commune on a proposition that may be read."""
    found = reads.find(current_commune(), clarification_id) or abort(404)
    proposal = found.response.proposal
    if not contributions.may_see(current_person(), proposal):
        raise Hidden(proposal.hidden_reason or "")
    return found


def _back(proposal: Proposal) -> str:
    return url_for("proposals.show", number=proposal.number, slug=proposal.slug, _anchor="reponse")
