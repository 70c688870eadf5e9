"""What the author makes of a suggested wording, and what its suggester may do with it then."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_signed_in
from participe.contributions import policies as contributions
from participe.contributions.errors import ChangedMeanwhile
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.kernel.errors import Refusal
from participe.proposals.forms.amending import DecideForm
from participe.proposals.models import Amendment, Proposal
from participe.proposals.queries import amending as queries
from participe.proposals.queries import finding
from participe.proposals.services import amending, editing
from participe.proposals.views import access, writing
from participe.proposals.views.amending import ensure_read
from participe.proposals.views.blueprint import bp
from participe.proposals.wording import versions as version_words

Page = str | tuple[str, int] | Response


@bp.get("/propositions/<int:number>/reformulations/<int:amendment_id>/repondre")
@for_signed_in
def answer_amendment(number: int, amendment_id: int) -> Page:
    """Show the author what would change in the text as it is now, and ask for their answer."""
    amendment = _find_as_author(number, amendment_id)
    editing.ensure_editable(amendment.proposal)
    if not amendment.is_open:
        return redirect(address(amendment), 302)
    return _page(amendment, DecideForm(data={"based_on": str(amendment.proposal.version)}))


@bp.post("/propositions/<int:number>/reformulations/<int:amendment_id>/repondre")
@for_signed_in
def decide(number: int, amendment_id: int) -> Page:
    """Put the suggested wording in, or decline it with a word."""
    amendment = _find_as_author(number, amendment_id)
    form = DecideForm()
    if not form.validate():
        return _page(amendment, form), 422
    try:
        said = _decide(amendment, form)
    except ChangedMeanwhile:
        form.form_errors.append(
            _("Votre texte a changé entre-temps. Relisez les deux, puis répondez à nouveau.")
        )
        form.based_on.data = str(amendment.proposal.version)
        return _page(amendment, form), 422
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        return _page(amendment, form), 422
    where = address(amendment)
    db.session.commit()
    flash(said, "success")
    return redirect(where, 303)


@bp.route(
    "/propositions/<int:number>/reformulations/<int:amendment_id>/retirer", methods=["GET", "POST"]
)
@for_signed_in
def withdraw_amendment(number: int, amendment_id: int) -> Page:
    """Ask once, then take one's suggestion back."""
    amendment = _find_as_suggester(number, amendment_id)
    where = address(amendment)
    if request.method != "POST":
        return render_template("proposals/withdraw_amendment.html", amendment=amendment, back=where)
    try:
        amending.withdraw(amendment, at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
        return redirect(where, 303)
    db.session.commit()
    flash(_("Votre reformulation est retirée."), "success")
    return redirect(url_for(".amendments", number=number), 303)


@bp.post("/propositions/<int:number>/reformulations/<int:amendment_id>/en-faire-une-proposition")
@for_signed_in
def propose_amendment(number: int, amendment_id: int) -> Page:
    """Begin a proposition of one's own with a wording that was declined."""
    amendment = _find_as_suggester(number, amendment_id)
    consultation = writing.open_consultation(amendment.proposal.consultation.slug)
    try:
        draft = amending.as_draft(amendment, by=current_account(), at=clock.now())
    except Refusal as refusal:
        where = address(amendment)
        db.session.rollback()
        flash(str(refusal), "error")
        return redirect(where, 303)
    db.session.commit()
    return writing.see(writing.address("idea", consultation, draft))


def address(amendment: Amendment) -> str:
    return url_for(".amendment", number=amendment.proposal.number, amendment_id=amendment.id)


def _decide(amendment: Amendment, form: DecideForm) -> str:
    """Do what the author chose, and say it."""
    at = clock.now()
    if form.accepts:
        amending.accept(amendment, word=form.word.data, based_on=form.version, at=at)
        return str(_("Votre proposition a pris ce texte. L’ancien reste lisible."))
    amending.decline(amendment, word=form.word.data, at=at)
    return str(_("Vous gardez votre texte. Votre mot est envoyé."))


def _find_as_author(number: int, amendment_id: int) -> Amendment:
    """Return a suggestion for this person's proposition, which a POST holds."""
    return _readable(access.find_own(number), amendment_id)


def _find_as_suggester(number: int, amendment_id: int) -> Amendment:
    """Return this person's own suggestion; a POST, which may change it, holds its proposition."""
    finder = finding.find_to_change if request.method == "POST" else finding.find
    amendment = _readable(access.find(number, finder), amendment_id)
    require(contributions.is_author(current_account(), amendment))
    return amendment


def _readable(proposal: Proposal, amendment_id: int) -> Amendment:
    amendment = queries.find_to_decide(proposal, amendment_id) or abort(404)
    ensure_read(amendment)
    return amendment


def _page(amendment: Amendment, form: DecideForm) -> str:
    """Show what the suggestion changes now and, when the text moved since, what moved."""
    proposal = amendment.proposal
    now, read = (
        (proposal.title, proposal.body),
        version_words.texts(proposal)[amendment.based_on - 1],
    )
    return render_template(
        "proposals/decide.html",
        proposal=proposal,
        amendment=amendment,
        form=form,
        change=version_words.change(now, (amendment.title, amendment.body)),
        moved=version_words.change(read, now) if read != now else None,
        back=address(amendment),
    )
