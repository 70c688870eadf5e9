"""Staff add passages to the draft, take one out and put one back."""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_staff
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal
from participe.texts import wording as words
from participe.texts.forms.deciding import number
from participe.texts.forms.drafting import PassageForm, RemoveForm
from participe.texts.services import tracing, writing
from participe.texts.views import staff
from participe.texts.views.blueprint import bp

PASSAGES = "/gestion/consultations/<slug>/textes/<int:text_number>/passages"
PASSAGE = f"{PASSAGES}/<int:passage_number>"


@bp.route(f"{PASSAGES}/ajouter", methods=["GET", "POST"])
@for_staff
def add(slug: str, text_number: int) -> staff.Page | Response:
    """Write a new passage after the one that `apres` names, or at the beginning."""
    text = staff.find_text(slug, text_number)
    draft = staff.find_draft(text)
    form = PassageForm()
    after = next(
        (
            said
            for said in draft.wordings
            if said.passage.number == number(request.args.get("apres"))
        ),
        None,
    )
    place = after.position if after else 0
    if staff.done(
        form,
        lambda: writing.add(draft, form.piece(), after=place, by=current_account(), at=clock.now()),
    ):
        flash(_("Le passage est ajouté au brouillon."), "success")
        return redirect(staff.address(text, after.passage if after else None), 303)
    page = render_template(
        "texts/desk/add.html",
        consultation=text.consultation,
        text=text,
        draft=draft,
        after=after,
        form=form,
        words=words,
    )
    return staff.answered(page, form)


@bp.route(f"{PASSAGE}/retirer", methods=["GET", "POST"])
@for_staff
def remove(slug: str, text_number: int, passage_number: int) -> staff.Page | Response:
    """Take a passage out of the draft; of one that was public, say why."""
    wording = staff.find_wording(slug, text_number, passage_number)
    draft, form = wording.version, RemoveForm()
    if staff.done(form, lambda: writing.remove(wording, reason=form.reason.data)):
        flash(_("Le passage est retiré du brouillon."), "success")
        return redirect(staff.address(draft.text), 303)
    wording = staff.find_wording(slug, text_number, passage_number)
    page = render_template(
        "texts/desk/remove.html",
        consultation=draft.text.consultation,
        text=draft.text,
        draft=draft,
        wording=wording,
        needs_reason=tracing.needs_reason(draft, wording.passage),
        form=form,
        words=words,
    )
    return staff.answered(page, form)


@bp.post(f"{PASSAGE}/remettre")
@for_staff
def restore(slug: str, text_number: int, passage_number: int) -> Response:
    """Put a passage back that this draft had left out."""
    text = staff.find_text(slug, text_number)
    draft, passage = staff.find_draft(text), staff.find_passage(text, passage_number)
    try:
        writing.restore(draft, passage)
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
    else:
        db.session.commit()
        flash(_("Le passage est de nouveau dans le brouillon."), "success")
    return redirect(staff.address(text, passage), 303)
