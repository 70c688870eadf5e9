"""Staff write the passages of the draft: change one, add one, take one out, put one back."""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_staff
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.differences import differences
from participe.kernel.errors import Refusal
from participe.texts import wording as words
from participe.texts.forms.deciding import number
from participe.texts.forms.drafting import PassageForm, RemoveForm
from participe.texts.models import DiscussedText, Wording
from participe.texts.queries import deciding, lineage
from participe.texts.queries import drafting as queries
from participe.texts.services import drafting, tracing
from participe.texts.views import staff
from participe.texts.views.blueprint import bp

PASSAGES = "/gestion/consultations/<slug>/textes/<int:text_number>/passages"
PASSAGE = f"{PASSAGES}/<int:passage_number>"


@bp.route(PASSAGE, methods=["GET", "POST"])
@for_staff
def edit(slug: str, text_number: int, passage_number: int) -> staff.Page | Response:
    """Write what a passage says, the remarks on it below."""
    text = staff.find_text(slug, text_number)
    passage = staff.find_passage(text, passage_number)
    wording = staff.wording_in_draft(text, passage)
    form = PassageForm(obj=wording)
    if wording is None:
        return _gone(text, form)
    if request.method == "GET":
        form.based_on.data = str(wording.revision)
    if _is_explained(form, wording) and staff.done(form, lambda: _save(form, wording)):
        flash(_("Le passage est enregistré dans le brouillon."), "success")
        return redirect(staff.address(text, passage), 303)
    now = staff.wording_in_draft(text, passage)
    return _edit_page(text, now, form) if now else _gone(text, form)


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
        lambda: drafting.add(
            draft, form.piece(), after=place, by=current_account(), at=clock.now()
        ),
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
    if staff.done(form, lambda: drafting.remove(wording, reason=form.reason.data)):
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
        drafting.restore(draft, passage)
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
    else:
        db.session.commit()
        flash(_("Le passage est de nouveau dans le brouillon."), "success")
    return redirect(staff.address(text, passage), 303)


def _is_explained(form: PassageForm, wording: Wording) -> bool:
    """Ask why a passage that people know changes; tell whether that is settled."""
    if request.method == "GET" or not form.validate() or form.reason.data:
        return True
    piece, known = form.piece(), queries.last_public_wording(wording.passage)
    said = (known.heading, known.body) if known else None
    if said in {None, (piece.heading, piece.body)}:
        return True
    form.ask_reason()
    return False


def _save(form: PassageForm, wording: Wording) -> None:
    drafting.save(
        wording,
        heading=form.heading.data,
        heading_level=form.level,
        body=form.body.data,
        reason=form.reason.data,
        based_on=form.revision,
        by=current_account(),
        at=clock.now(),
    )


def _edit_page(text: DiscussedText, wording: Wording, form: PassageForm) -> staff.Page:
    """Show the form; when somebody else saved meanwhile, both texts, and saving again is meant."""
    is_behind = request.method == "POST" and form.revision != wording.revision
    if is_behind:
        form.based_on.data = str(wording.revision)
    origins = lineage.origins(wording.passage, wording.version)
    about = [wording.passage_id, *(passage.id for passage in origins)]
    page = render_template(
        "texts/desk/edit.html",
        consultation=text.consultation,
        text=text,
        version=wording.version,
        wording=wording,
        public=queries.last_public_wording(wording.passage),
        theirs=differences(wording.body, form.body.data or "") if is_behind else None,
        remarks=deciding.to_decide(text, passages=about) if wording.version.number > 1 else [],
        form=form,
        words=words,
    )
    return staff.answered(page, form)


def _gone(text: DiscussedText, form: PassageForm) -> staff.Page | Response:
    """Lead back to the draft; what was typed for a passage that is gone is shown to be copied."""
    if request.method == "GET":
        return redirect(staff.address(text), 303)
    page = render_template(
        "texts/desk/gone.html",
        consultation=text.consultation,
        text=text,
        draft=queries.draft_of(text),
        form=form,
    )
    return page, 422
