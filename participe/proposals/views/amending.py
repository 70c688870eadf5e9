"""Suggesting another wording for a proposition, and reading what was suggested."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts.models import Account
from participe.accounts.session import current_person
from participe.contributions import policies as contributions
from participe.extensions import db
from participe.kernel import clock, limits
from participe.kernel.authorization import Hidden, for_everyone
from participe.kernel.errors import Refusal
from participe.proposals import policies
from participe.proposals.forms.amending import SuggestForm
from participe.proposals.models import Amendment, Proposal
from participe.proposals.queries import amending as queries
from participe.proposals.services import amending
from participe.proposals.views import access
from participe.proposals.views.blueprint import bp
from participe.proposals.wording import amendments as amendment_words
from participe.proposals.wording import versions as version_words

Page = str | tuple[str, int] | Response


@bp.get("/propositions/<int:number>/reformuler")
@for_everyone
def suggest(number: int) -> Page:
    """Show the text, to be put in other words."""
    proposal = _find_readable(number)
    values = {"title": proposal.title, "body": proposal.body, "based_on": str(proposal.version)}
    return _form_page(proposal, SuggestForm(data=values))


@bp.post("/propositions/<int:number>/reformuler")
@for_everyone
def send(number: int) -> Page:
    """Publish a suggestion, or keep a visitor's until they have signed in."""
    proposal = _find_readable(number)
    form = SuggestForm()
    if not form.validate():
        return _form_page(proposal, form), 422
    try:
        address = _suggest(proposal, form)
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _form_page(proposal, form), 429 if isinstance(refusal, limits.TooOften) else 422
    db.session.commit()
    return redirect(address, 303)


@bp.get("/propositions/<int:number>/reformulations")
@for_everyone
def amendments(number: int) -> str:
    """List what was suggested for a proposition, and what its author made of it."""
    proposal = _find_readable(number)
    return render_template(
        "proposals/amendments.html",
        proposal=proposal,
        amendments=queries.suggested_for(proposal),
        closed=_closed(proposal),
        words=amendment_words,
    )


@bp.get("/propositions/<int:number>/reformulations/<int:amendment_id>")
@for_everyone
def amendment(number: int, amendment_id: int) -> str:
    """Show one suggestion as a difference in words, with the author's word on it."""
    found = find(number, amendment_id)
    who = current_person()
    return render_template(
        "proposals/amendment.html",
        amendment=found,
        proposal=found.proposal,
        change=amendment_words.suggested(found),
        words=amendment_words,
        may_decide=policies.may_edit(who, found.proposal),
        is_mine=contributions.is_author(who, found),
        may_moderate=who.is_staff and who.commune_id == found.commune_id,
    )


def find(number: int, amendment_id: int) -> Amendment:
    """Return a suggestion that may be read; of a hidden one its reason, with 410."""
    proposal = _find_readable(number)
    found = queries.find(proposal, amendment_id) or abort(404)
    ensure_read(found)
    return found


def ensure_read(amendment: Amendment) -> None:
    who = current_person()
    if not contributions.may_see(who, amendment):
        raise Hidden(amendment.hidden_reason or "")
    if amendment.is_withdrawn and not contributions.is_author(who, amendment):
        raise Hidden(_("Cette reformulation a été retirée par son auteur ou son autrice."))


def _suggest(proposal: Proposal, form: SuggestForm) -> str:
    person, at = current_person(), clock.now()
    if not isinstance(person, Account):
        amending.check_open(proposal, None, at)
        payload = {
            "number": proposal.number,
            "text": list(form.text()),
            "why": form.why.data,
            "based_on": form.version,
        }
        intentions.keep("amend", payload)
        return url_for("accounts.sign_in")
    limits.spend(db.session, amending.SUGGESTED, person.id, at)
    made = amending.suggest(
        proposal,
        author=person,
        text=form.text(),
        why=form.why.data,
        based_on=form.version,
        at=at,
    )
    flash(_("Votre reformulation est publiée. La personne qui a écrit est prévenue."), "success")
    return url_for(".amendment", number=proposal.number, amendment_id=made.id)


def _closed(proposal: Proposal) -> str:
    """Say why nobody can suggest anything now; nothing while they can."""
    try:
        amending.check_open(proposal, current_person().id, clock.now())
    except Refusal as refusal:
        return str(refusal)
    return ""


def _form_page(proposal: Proposal, form: SuggestForm) -> str:
    return render_template(
        "proposals/suggest.html",
        proposal=proposal,
        form=form,
        closed=_closed(proposal),
        change=_change(proposal, form),
        back=url_for(".show", number=proposal.number, slug=proposal.slug),
    )


def _change(proposal: Proposal, form: SuggestForm) -> version_words.Change | None:
    """Return what changes between the text and what was typed, when a refused form shows it."""
    now = (proposal.title, proposal.body)
    moved = form.version != proposal.version and form.form_errors
    return version_words.change(now, form.text()) if moved else None


def _find_readable(number: int) -> Proposal:
    proposal = access.find(number)
    access.ensure_read(proposal)
    return proposal
