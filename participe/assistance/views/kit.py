"""The session without network: the page one takes along, and the file one brings back."""

from flask import current_app, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from participe.accounts.session import current_account, for_facilitators
from participe.assistance.forms.kit import ContentForm, FileForm, line_of
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import asked
from participe.assistance.queries import papers as queries
from participe.assistance.services import kit, papers
from participe.assistance.services.kit import Outcome
from participe.assistance.views.access import find_to_run
from participe.assistance.views.blueprint import bp
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal
from participe.proposals.queries import listing

Page = str | tuple[str, int] | Response
SANDBOX = "default-src 'none'; sandbox"  # the kit runs where it was saved, never from here


@bp.get("/seances/<int:session_number>/hors-ligne")
@for_facilitators
def offline(session_number: int) -> str:
    """Say how a session goes without network, and what was imported of it."""
    return _page(find_to_run(session_number), FileForm())


@bp.get("/seances/<int:session_number>/hors-ligne/page")
@for_facilitators
def download_kit(session_number: int) -> Response:
    """Give the page to take along: it asks the network for nothing."""
    session = find_to_run(session_number)
    if not asked.from_now_on(session.consultation, clock.now()).proposals:
        return redirect(url_for(".offline", session_number=session.number))
    head = {
        "participe": kit.VERSION,
        "commune": session.commune.slug,
        "session": session.number,
        "key": _key(session),
    }
    page = render_template(
        "assistance/kit.htm",
        assisted=session,
        printed=asked.printed(session.consultation),
        most=listing.COUNTED,
        head=head,
    )
    response = make_response(page)
    name = f"seance-{session.commune.slug}-{session.number}.html"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/seances/<int:session_number>/hors-ligne/verifier")
@for_facilitators
def check_kit(session_number: int) -> Page:
    """Show what each line of a file would become; nothing of it is kept."""
    session, form = find_to_run(session_number), FileForm()
    if form.validate_on_submit():
        content = form.file.data.stream.read(kit.HEAVIEST + 1)
        try:
            outcomes = _imported(session, content)
        except Refusal as refusal:
            form.file.errors = [str(refusal)]
        else:
            db.session.rollback()
            return render_template(
                "assistance/kit_import.html",
                assisted=session,
                outcomes=outcomes,
                form=ContentForm(formdata=None, content=content.decode("utf-8-sig")),
            )
    db.session.rollback()
    return _page(session, form), 422


@bp.post("/seances/<int:session_number>/hors-ligne/importer")
@for_facilitators
def import_kit(session_number: int) -> Page:
    """Import a file whose preview was read; what it brings is there once."""
    session, form = find_to_run(session_number), ContentForm()
    wrong = FileForm(formdata=None)
    if form.validate_on_submit():
        try:
            outcomes = _imported(session, form.content.data.encode())
        except Refusal as refusal:
            wrong.file.errors = [str(refusal)]
        else:
            _keep(session, sum(outcome.is_new for outcome in outcomes))
            return redirect(
                url_for(".offline", session_number=session_number, _anchor="lignes"), 303
            )
    else:
        wrong.file.errors = [_("Choisissez le fichier à nouveau.")]
    db.session.rollback()
    return _page(session, wrong), 422


def _imported(session: AssistedSession, content: bytes) -> list[Outcome]:
    now = clock.now()
    papers.count_batch(session, now)
    if len(content) > kit.HEAVIEST:
        raise Refusal(_("Ce fichier est trop lourd. Un fichier tient 200 personnes au plus."))
    captured = kit.read(session, content, _key(session))
    lines = [line for one in captured if (line := line_of(one, now))]
    if len(lines) < len(captured):
        raise Refusal(_("Une ligne de ce fichier n’a pas de numéro. Rien n’est importé."))
    return kit.import_all(session, lines, by=current_account(), at=now)


def _keep(session: AssistedSession, number: int) -> None:
    """Commit, unless this is a practice: that went through every rule, and nothing stays."""
    if session.is_practice:
        db.session.rollback()
        flash(_("Entraînement : ce fichier est en ordre. Rien n’est gardé."), "success")
        return
    db.session.commit()
    said = ngettext("%(num)d personne est importée.", "%(num)d personnes sont importées.", number)
    flash(said if number else _("Rien de nouveau dans ce fichier."), "success")


def _key(session: AssistedSession) -> str:
    return kit.key_of(session, current_app.config["SECRET_KEY"])


def _page(session: AssistedSession, form: FileForm) -> str:
    return render_template(
        "assistance/offline.html",
        assisted=session,
        form=form,
        asked=asked.from_now_on(session.consultation, clock.now()),
        records=queries.records_of(session),
        now=clock.now(),
    )
