"""Staff bring in a text, pasted or from a file; it is cut into passages for them to correct."""

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from participe.accounts.session import current_account, for_staff
from participe.consultations.models import Consultation
from participe.consultations.views.blueprint import find_to_prepare
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal
from participe.texts import converting, cutting
from participe.texts.forms.drafting import TEXT_MAX, ImportForm
from participe.texts.models import TextVersion
from participe.texts.services import drafting
from participe.texts.views import staff
from participe.texts.views.blueprint import bp


@bp.route("/gestion/consultations/<slug>/textes/nouveau", methods=["GET", "POST"])
@for_staff
def new(slug: str) -> staff.Page | Response:
    """Bring a text in, and go on to correct how it was cut."""
    consultation = find_to_prepare(slug)
    form = ImportForm()
    draft = _imported(consultation, form) if form.is_submitted() else None
    if draft is None:
        page = render_template("texts/desk/new.html", consultation=consultation, form=form)
        return staff.answered(page, form)
    count = len(draft.numbers)  # as its page numbers them: titles have none
    where = staff.address(draft.text)
    db.session.commit()
    flash(
        ngettext(
            "Le texte est coupé en %(num)s passage. Relisez-le, corrigez-le, puis publiez.",
            "Le texte est coupé en %(num)s passages. Relisez-les, corrigez-les, puis publiez.",
            count,
        ),
        "success",
    )
    return redirect(where, 303)


def _imported(consultation: Consultation, form: ImportForm) -> TextVersion | None:
    """Make the first draft, or put into the form why not, and what the file says with it."""
    is_valid = form.validate()
    source = _source(form) if form.has_one_text() else None
    if source is None or not is_valid:
        _keep(source, form)
        return None
    try:
        return drafting.create(
            consultation,
            title=form.title.data,
            summary=form.summary.data,
            pieces=cutting.cut(source),
            by=current_account(),
            at=clock.now(),
        )
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors = [*form.form_errors, str(refusal)]
        _keep(source, form)
        return None


def _source(form: ImportForm) -> str | None:
    """Return the text that was sent; what is wrong with its file is said beside it."""
    upload = form.file.data
    if not upload:
        return str(form.body.data)
    content, name = upload.read(), upload.filename or ""
    db.session.rollback()  # nobody waits for us while the file is read
    try:
        return converting.read(content, name)
    except Refusal as refusal:
        form.file.errors = [*form.file.errors, str(refusal)]
        return None


def _keep(source: str | None, form: ImportForm) -> None:
    """Show what a file says where one pastes: a file cannot be shown again."""
    if source and len(source) <= TEXT_MAX:
        form.body.data = source
        if form.file.data:
            flash(_("Le texte de votre fichier est gardé ci-dessous."), "info")
