"""Staff cut passages, put them together and move them: no word changes."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms.fields import SelectChoice

from participe.accounts.session import current_account, for_staff
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal
from participe.kernel.html import TextFormat, excerpt
from participe.texts import cutting
from participe.texts import wording as words
from participe.texts.forms.deciding import number
from participe.texts.forms.drafting import MarkedForm, MergeForm, MoveForm, ParagraphsForm
from participe.texts.models import Wording
from participe.texts.services import arranging, separating
from participe.texts.views import staff
from participe.texts.views.blueprint import bp
from participe.texts.views.drafting import PASSAGE

EXCERPT = 120


@bp.route(f"{PASSAGE}/couper", methods=["GET", "POST"])
@for_staff
def split(slug: str, text_number: int, passage_number: int) -> staff.Page | Response:
    """Cut a passage before some of its paragraphs, or anywhere with lines of dashes."""
    wording = staff.find_wording(slug, text_number, passage_number)
    paragraphs = cutting.paragraphs(wording.body)
    is_marked = len(paragraphs) == 1 or "ailleurs" in request.args
    form = MarkedForm(obj=wording) if is_marked else _paragraphs_form(paragraphs)
    if staff.done(form, lambda: _cut(wording, form.bodies(paragraphs), form.revision)):
        flash(_("Le passage est coupé. Aucun mot n’a changé."), "success")
        return redirect(staff.address(wording.version.text, wording.passage), 303)
    wording = staff.find_wording(slug, text_number, passage_number)
    form.based_on.data = str(wording.revision)
    return _page("split", wording, form, is_marked=is_marked)


@bp.route(f"{PASSAGE}/reunir", methods=["GET", "POST"])
@for_staff
def merge(slug: str, text_number: int, passage_number: int) -> staff.Page | Response:
    """Put a passage and the next one together."""
    wording = staff.find_wording(slug, text_number, passage_number)
    following = _following(wording)
    if following is None:
        flash(_("C’est le dernier passage : il n’y en a pas après lui."), "info")
        return redirect(staff.address(wording.version.text, wording.passage), 303)
    form = MergeForm()
    if staff.done(form, lambda: _merge(wording, number(form.following.data))):
        flash(_("Les deux passages sont réunis. Aucun mot n’a changé."), "success")
        return redirect(staff.address(wording.version.text, wording.passage), 303)
    wording = staff.find_wording(slug, text_number, passage_number)
    following = _following(wording)
    form.following.data = str(following.passage.number) if following else ""
    return _page("merge", wording, form, following=following)


@bp.post(f"{PASSAGE}/separer")
@for_staff
def separate(slug: str, text_number: int, passage_number: int) -> Response:
    """Undo the last putting together: the passage that went into this one stands after it again."""
    wording = staff.find_wording(slug, text_number, passage_number)
    return _arranged(
        wording,
        lambda: separating.separate(wording, by=current_account(), at=clock.now()),
        _("Les deux passages sont à nouveau séparés. Aucun mot n’a changé."),
    )


@bp.route(f"{PASSAGE}/deplacer", methods=["GET", "POST"])
@for_staff
def move(slug: str, text_number: int, passage_number: int) -> staff.Page | Response:
    """Give a passage another place."""
    wording = staff.find_wording(slug, text_number, passage_number)
    form = MoveForm()
    numbers = wording.version.numbers
    others = [said for said in wording.version.wordings if said is not wording]
    form.after.choices = [SelectChoice(0, _("Au début du texte"))] + [
        SelectChoice(said.passage.number, words.name_of(said, numbers)) for said in others
    ]
    if request.method == "GET":
        before = [said.passage.number for said in others if said.position < wording.position]
        form.after.process_data(before[-1] if before else 0)
    places = [0, *(said.passage.number for said in others)]
    if staff.done(form, lambda: arranging.move(wording, to=_place(form.after.data, places))):
        flash(_("Le passage a changé de place. Aucun mot n’a changé."), "success")
        return redirect(staff.address(wording.version.text, wording.passage), 303)
    return _page("move", staff.find_wording(slug, text_number, passage_number), form)


@bp.post(f"{PASSAGE}/monter")
@for_staff
def move_up(slug: str, text_number: int, passage_number: int) -> Response:
    return _moved(staff.find_wording(slug, text_number, passage_number), by=-1)


@bp.post(f"{PASSAGE}/descendre")
@for_staff
def move_down(slug: str, text_number: int, passage_number: int) -> Response:
    return _moved(staff.find_wording(slug, text_number, passage_number), by=1)


def _moved(wording: Wording, *, by: int) -> Response:
    return _arranged(
        wording,
        lambda: arranging.move(wording, to=wording.position + by),
        _("Le passage a changé de place. Aucun mot n’a changé."),
    )


def _arranged(wording: Wording, change: Callable[[], object], said: str) -> Response:
    """Do what a button alone asks for, and go back to it: a passage often moves more than once."""
    where = staff.address(wording.version.text, wording.passage, is_unfolded=True)
    try:
        change()
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
    else:
        db.session.commit()
        flash(said, "success")
    return redirect(where, 303)


def _paragraphs_form(paragraphs: list[str]) -> ParagraphsForm:
    form = ParagraphsForm()
    form.before.choices = [
        SelectChoice(place, excerpt(paragraph, TextFormat.MARKDOWN, EXCERPT))
        for place, paragraph in enumerate(paragraphs)
        if place
    ]
    return form


def _cut(wording: Wording, bodies: list[str], revision: int) -> None:
    arranging.split(wording, bodies, based_on=revision, by=current_account(), at=clock.now())


def _merge(wording: Wording, following_number: int) -> None:
    following = next(
        (said for said in wording.version.wordings if said.passage.number == following_number),
        wording,
    )
    arranging.merge(wording, following, by=current_account(), at=clock.now())


def _following(wording: Wording) -> Wording | None:
    return next(iter(wording.version.wordings[wording.position :]), None)


def _place(after: int, places: list[int]) -> int:
    """Return the place, from 1, after the passage of this number."""
    return places.index(after) + 1 if after in places else abort(404)


def _page(name: str, wording: Wording, form: FlaskForm, **values: object) -> staff.Page:
    text = wording.version.text
    page = render_template(
        f"texts/desk/{name}.html",
        consultation=text.consultation,
        text=text,
        draft=wording.version,
        wording=wording,
        form=form,
        words=words,
        **values,
    )
    return staff.answered(page, form)
