"""The texts of a consultation as staff see them, and the draft of one, passage by passage."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_staff
from participe.consultations.views.blueprint import find_to_prepare
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal
from participe.texts import wording as words
from participe.texts.forms.deciding import number
from participe.texts.forms.drafting import AboutForm
from participe.texts.models import DiscussedText, Passage, TextVersion
from participe.texts.queries import deciding, finding, lineage, remarks
from participe.texts.queries import drafting as queries
from participe.texts.services import drafting, separating
from participe.texts.views import staff
from participe.texts.views.blueprint import bp


@bp.get("/gestion/consultations/<slug>/textes")
@for_staff
def desk(slug: str) -> str:
    """List the texts, each with its versions and the remarks that wait for a decision."""
    consultation = find_to_prepare(slug)
    texts = finding.texts_of(consultation, everything=True)
    return render_template(
        "texts/desk/index.html",
        consultation=consultation,
        rows=[
            (text, finding.versions(text), queries.draft_of(text), deciding.left_of(text))
            for text in texts
        ],
    )


@bp.get("/gestion/consultations/<slug>/textes/<int:text_number>")
@for_staff
def draft(slug: str, text_number: int) -> str:
    """Show the draft in order, with what can be done; without a draft, what is public."""
    text = staff.find_text(slug, text_number)
    found = queries.draft_of(text)
    version = found or finding.current(text)
    removals = queries.removals(found) if found else []
    return render_template(
        "texts/desk/draft.html",
        consultation=text.consultation,
        text=text,
        draft=found,
        version=version,
        versions=finding.versions(text),
        removals=removals,
        removed={row.passage_id: _said_last(row.passage) for row in removals},
        left_total=deciding.left_of(text),
        may_separate=separating.may_separate,
        unfolded=number(request.args.get("actions")),
        words=words,
        **(_counts(text, version) if version else {}),
    )


@bp.post("/gestion/consultations/<slug>/textes/<int:text_number>/commencer")
@for_staff
def begin(slug: str, text_number: int) -> Response:
    """Begin the next version from what is public."""
    text = staff.find_text(slug, text_number)
    begun = drafting.begin(text, by=current_account(), at=clock.now())
    db.session.commit()
    flash(_("La version %(number)s est commencée.", number=begun.number), "success")
    return redirect(staff.address(text), 303)


@bp.route(
    "/gestion/consultations/<slug>/textes/<int:text_number>/presentation", methods=["GET", "POST"]
)
@for_staff
def describe(slug: str, text_number: int) -> staff.Page | Response:
    """Change the name and the summary of a text."""
    text = staff.find_text(slug, text_number)
    form = AboutForm(obj=text)
    if staff.done(
        form,
        lambda: drafting.describe(text, title=form.title.data, summary=form.summary.data),
    ):
        flash(_("C’est enregistré."), "success")
        return redirect(staff.address(text), 303)
    page = render_template(
        "texts/desk/describe.html", consultation=text.consultation, text=text, form=form
    )
    return staff.answered(page, form)


@bp.get("/gestion/consultations/<slug>/textes/<int:text_number>/effacer")
@for_staff
def discard(slug: str, text_number: int) -> str:
    """Ask once more before hours of correcting are forgotten for good."""
    text = staff.find_text(slug, text_number)
    return render_template(
        "texts/desk/discard.html",
        consultation=text.consultation,
        text=text,
        draft=staff.find_draft(text),
    )


@bp.post("/gestion/consultations/<slug>/textes/<int:text_number>/effacer")
@for_staff
def confirm_discard(slug: str, text_number: int) -> Response:
    """Forget a text that nobody outside has read."""
    text = staff.find_text(slug, text_number)
    try:
        drafting.discard(text)
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
        return redirect(staff.address(text), 303)
    db.session.commit()
    flash(_("Le texte est effacé."), "success")
    return redirect(url_for(".desk", slug=slug), 303)


def _said_last(passage: Passage) -> str:
    """Name a passage that the draft leaves out by what it said in public."""
    said = queries.last_public_wording(passage)
    return words.name_of(said, {}) if said else ""


def _counts(text: DiscussedText, version: TextVersion) -> dict[str, dict[int, int]]:
    """Count the remarks of each passage of a version, and those that wait for a decision."""
    history = lineage.of(text)
    left: dict[int, int] = {}
    for passage_id, count in queries.waiting(text).items():
        home = history.place(passage_id, version.number).home
        if home:
            left[home] = left.get(home, 0) + count
    return {"tally": remarks.tally(text, version, history), "left": left}
