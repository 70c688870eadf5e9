"""What the author changes of the text after publication, or all of it taken back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_signed_in
from participe.contributions.errors import ChangedMeanwhile
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal
from participe.kernel.html import render
from participe.proposals.forms.authoring import EditForm, WithdrawForm
from participe.proposals.models import Proposal
from participe.proposals.services import editing
from participe.proposals.views import access
from participe.proposals.views.blueprint import bp
from participe.proposals.wording import versions as version_words

Page = str | tuple[str, int] | Response
PREVIEW = "apercu"  # the name of the button that only shows


@bp.get("/propositions/<int:number>/modifier")
@for_signed_in
def edit(number: int) -> Page:
    """Show the text to its author, to change until the commune answers."""
    proposal = access.find_own(number)
    editing.ensure_editable(proposal)
    values = {"title": proposal.title, "body": proposal.body, "based_on": str(proposal.version)}
    return _edit_page(proposal, EditForm(data=values))


@bp.post("/propositions/<int:number>/modifier")
@for_signed_in
def save(number: int) -> Page:
    """Keep the new text, or show it as it would be read; the former stays readable."""
    proposal = access.find_own(number)
    form = EditForm()
    if not form.validate():
        return _edit_page(proposal, form), 422
    if PREVIEW in request.form:
        return _edit_page(proposal, form, preview=form.text())
    return _save(proposal, form)


@bp.route("/propositions/<int:number>/retirer", methods=["GET", "POST"])
@for_signed_in
def withdraw(number: int) -> Page:
    """Take a proposition back, with a reason that stays on its page."""
    proposal = access.find_own(number)
    form = WithdrawForm()
    if form.validate_on_submit():
        address = _address(proposal)
        editing.withdraw(proposal, reason=form.reason.data, at=clock.now())
        db.session.commit()
        flash(_("Votre proposition est retirée. Sa page reste, avec votre raison."), "success")
        return redirect(address, 303)
    page = render_template(
        "proposals/withdraw.html", proposal=proposal, form=form, back=_address(proposal)
    )
    return page, 422 if form.errors else 200


def _save(proposal: Proposal, form: EditForm) -> Page:
    try:
        changed = editing.edit(
            proposal,
            by=current_account(),
            text=form.text(),
            based_on=form.version,
            at=clock.now(),
            note=form.note.data,
        )
    except ChangedMeanwhile as conflict:
        return _conflict(proposal, form, conflict)
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        return _edit_page(proposal, form), 422
    address = _address(proposal)
    db.session.commit()
    said = (
        _("Votre texte est changé. L’ancien reste lisible.") if changed else _("Rien n’a changé.")
    )
    flash(said, "success")
    return redirect(address, 303)


def _conflict(proposal: Proposal, form: EditForm, conflict: ChangedMeanwhile) -> Page:
    """Show what was typed beside what stands now; sending again replaces what was read here."""
    form.form_errors.append(str(conflict))
    form.based_on.data = str(proposal.version)
    change = version_words.change((proposal.title, proposal.body), form.text())
    return _edit_page(proposal, form, conflict=change), 422


def _edit_page(
    proposal: Proposal,
    form: EditForm,
    *,
    preview: tuple[str, str] | None = None,
    conflict: version_words.Change | None = None,
) -> str:
    return render_template(
        "proposals/edit.html",
        proposal=proposal,
        form=form,
        preview=preview and (preview[0], render(preview[1], proposal.body_format)),
        conflict=conflict,
        preview_name=PREVIEW,
        back=_address(proposal),
    )


def _address(proposal: Proposal) -> str:
    return url_for(".show", number=proposal.number, slug=proposal.slug)
