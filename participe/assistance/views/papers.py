"""Paper in and out: the form that everyone prints, and the page on which it is typed in."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from participe.accounts.session import current_account, for_facilitators
from participe.assistance.forms.papers import BatchForm
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import asked, places
from participe.assistance.queries import papers as queries
from participe.assistance.services import papers, twice
from participe.assistance.views.access import find_to_run
from participe.assistance.views.blueprint import bp
from participe.communes.tenancy import current_commune
from participe.consultations.views.blueprint import find_visible
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.kernel.errors import Refusal
from participe.kernel.html import TextFormat, excerpt
from participe.proposals.queries import listing
from participe.texts.queries import finding

Page = str | tuple[str, int] | Response
BEGINNING = 300  # signs of a passage that is too long to be printed whole


@bp.get("/consultations/<slug>/papier")
@for_everyone
def paper_form(slug: str) -> str:
    """Show a consultation as a form to print, fill in by hand and bring back."""
    consultation = find_visible(slug)
    parts = asked.from_now_on(consultation, clock.now())
    return render_template(
        "assistance/paper_form.html",
        consultation=consultation,
        asked=parts,
        texts=[(text, finding.current(text)) for text in parts.texts],
        beginning=_beginning,
        printed=asked.printed(consultation),
        most=listing.COUNTED,
        spaces=places.serving(current_commune()),
        now=clock.now(),
    )


@bp.route("/seances/<int:session_number>/saisie", methods=["GET", "POST"])
@for_facilitators
def enter_papers(session_number: int) -> Page:
    """Type in eight papers on one page; those that are refused come back with what was typed."""
    session = find_to_run(session_number)
    form = form_of(session)
    if form.validate_on_submit():
        return _enter(session, form)
    return _page(session, form), 422 if form.errors else 200


def _beginning(passage: str) -> str:
    return excerpt(passage, TextFormat.MARKDOWN, BEGINNING)


def form_of(session: AssistedSession) -> BatchForm:
    """Return the page of papers of a session, with the fields of what its consultation asks."""
    return BatchForm(
        request.form if request.method == "POST" else None,
        asked=asked.ever(session.consultation),
        at=session.opened_at or clock.now(),
    )


def _enter(session: AssistedSession, form: BatchForm) -> Page:
    filled = form.filled()
    valid = [place for place in filled if form.rows[place].validate()]
    if session.commune.types_papers_twice and valid != filled:
        valid = []  # a first typing is kept whole
    if not filled and not form.count_in(0):
        form.form_errors.append(_("Recopiez au moins un papier."))
    try:
        entered = _entered(session, form, valid) if valid else set()
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _page(session, form), 422
    left = [place for place in filled if place not in entered]
    accepted = form.count_in(len(entered))
    if accepted and not left:  # what looked like another may just be left out
        _say_entered(session, form, accepted)
        return redirect(url_for(".enter_papers", session_number=session.number), 303)
    form.keep_only(left)
    return _page(session, form, entered=len(entered), in_page=accepted + len(left)), 422


def _entered(session: AssistedSession, form: BatchForm, places: list[int]) -> set[int]:
    """Enter these rows and keep them; return the places of those that were taken."""
    now = clock.now()
    papers.count_batch(session, now)
    if session.commune.types_papers_twice:
        sheets = {place: form.rows[place].sheet() for place in places}
        twice.keep(session, sheets, by=current_account(), at=now)
        _keep(session)
        return set(places)
    entries = papers.enter_all(
        session, [form.rows[place].sheet() for place in places], by=current_account(), at=now
    )
    found = dict(zip(places, entries, strict=True))
    form.refuse(found)
    _keep(session)
    return {place for place, entry in found.items() if entry.refusal is None}


def _keep(session: AssistedSession) -> None:
    """Commit what was entered; a practice went through every rule, and nothing of it stays."""
    if session.is_practice:
        db.session.rollback()
    else:
        db.session.commit()


def _say_entered(session: AssistedSession, form: BatchForm, number: int) -> None:
    """Say how many papers of a page are in, those included that were before others of it."""
    if session.is_practice:
        flash(_("Entraînement : ces papiers sont en ordre. Rien n’est gardé."), "success")
        return
    if session.commune.types_papers_twice:
        flash(_("C’est noté. Une autre personne tape maintenant les mêmes papiers."), "success")
        return
    flash(
        ngettext("%(num)d papier est encodé.", "%(num)d papiers sont encodés.", number), "success"
    )
    if difference := said_difference(form.in_hand.data, number):
        flash(difference, "error")


def said_difference(in_hand: int | None, rows: int) -> str:
    """Say whether the papers in hand are as many as the rows filled in, or accepted before."""
    if in_hand is None or in_hand == rows:
        return ""
    differ = abs(in_hand - rows)
    said = (
        ngettext(
            "Vous avez %(num)d papier en main.", "Vous avez %(num)d papiers en main.", in_hand
        ),
        ngettext("%(num)d est recopié.", "%(num)d sont recopiés.", rows),
        _("Il en manque %(number)s.", number=differ)
        if in_hand > rows
        else _("Il y en a %(number)s de trop.", number=differ),
    )
    return " ".join(map(str, said))


def _page(session: AssistedSession, form: BatchForm, *, entered: int = 0, in_page: int = 0) -> str:
    if not session.commune.types_papers_twice:  # else the second typing says whose they are
        form.offer(queries.awaited(session))
    return render_template(
        "assistance/entry.html",
        assisted=session,
        form=form,
        entered=entered,
        difference=said_difference(form.in_hand.data, in_page) if in_page else "",
        total=queries.count_entered(session),
        waiting=queries.waiting(session),
        now=clock.now(),
    )
