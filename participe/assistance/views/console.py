"""The facilitator's console: the notice, the people, the end of a session, its report."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import (
    current_account,
    for_facilitators,
    for_staff_and_facilitators,
)
from participe.assistance import policies
from participe.assistance.errors import CountChanged
from participe.assistance.forms.people import PersonForm
from participe.assistance.forms.sessions import ClosingForm
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import journal
from participe.assistance.queries import people as queries
from participe.assistance.reference import Act
from participe.assistance.services import people, sessions
from participe.assistance.views import handing
from participe.assistance.views.access import find, find_to_read, find_to_run, hashing
from participe.assistance.views.blueprint import bp
from participe.assistance.views.sessions import say_pin
from participe.assistance.wording import sessions as words
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal

Page = str | tuple[str, int] | Response
ADDING = "ajouter"  # the part of the console to which one is led back, and which says what was done


@bp.get("/seances/<int:session_number>")
@for_staff_and_facilitators
def console(session_number: int) -> Page:
    """Show the session to who runs it; once it is over, and to staff, its report."""
    session = find(session_number)
    runs = policies.may_run(current_account(), session)
    if not runs or session.is_over_at(clock.now()):
        return redirect(url_for(".report", session_number=session.number))
    return console_page(session, PersonForm())


@bp.post("/seances/<int:session_number>/notice")
@for_facilitators
def note_notice(session_number: int) -> Response:
    """Record that the notice was read aloud, in this version, just now."""
    session = find_to_run(session_number)
    sessions.note_notice_read(session, by=current_account(), at=clock.now())
    return _done(session, ADDING)


@bp.post("/seances/<int:session_number>/personnes")
@for_facilitators
def add_person(session_number: int) -> Page:
    """Add somebody, by one field that may stay empty."""
    session, form = find_to_run(session_number), PersonForm()
    if form.validate_on_submit():
        try:
            added = people.add(session, by=current_account(), at=clock.now(), **form.values())
            handing.hand_chosen(session, added)
        except Refusal as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
        else:
            said = _("%(name)s est dans la séance.", name=added.display_name)
            flash(said, f"success@{ADDING}")
            return _done(session, ADDING)
    return console_page(session, form), 422


@bp.post("/seances/<int:session_number>/ecouter")
@for_facilitators
def count_listener(session_number: int) -> Response:
    """Count somebody who only listens, or one fewer."""
    session = find_to_run(session_number)
    more = -1 if request.form.get("less") else 1
    sessions.count_listeners(session, more=more, at=clock.now())
    return _done(session, ADDING)


@bp.post("/seances/<int:session_number>/code")
@for_facilitators
def change_pin(session_number: int) -> Response:
    """Give another PIN to who forgot theirs."""
    session, pin = find_to_run(session_number), sessions.draw_pin()
    by, at = current_account(), clock.now()
    sessions.change_pin(session, pin=pin, by=by, at=at, hashing=hashing())
    say_pin(pin)
    return _done(session)


@bp.route("/seances/<int:session_number>/fermer", methods=["GET", "POST"])
@for_facilitators
def close(session_number: int) -> Page:
    """Count together, note the questions of the room, and close."""
    session, form = find_to_run(session_number), ClosingForm()
    if form.validate_on_submit():
        try:
            _close(session, form)
        except CountChanged as changed:
            db.session.rollback()
            form.form_errors.append(str(changed))
        else:
            flash(_("La séance est fermée."), "success")
            return redirect(url_for(".report", session_number=session.number), 303)
    if not session.is_open_at(clock.now()):
        return redirect(url_for(".console", session_number=session.number))
    figures = queries.figures(session)
    form.show(figures.count)
    page = render_template(
        "assistance/close.html",
        assisted=session,
        form=form,
        figures=figures,
        without_receipt=len(queries.without_receipt(session)),
    )
    return page, 422 if form.errors else 200


@bp.get("/seances/<int:session_number>/rapport")
@for_staff_and_facilitators
def report(session_number: int) -> str:
    """Show what a session came to: figures and questions, no names."""
    session = find_to_read(session_number)
    return render_template(
        "assistance/report.html",
        assisted=session,
        figures=queries.figures(session),
        kinds=words.kinds(queries.figures(session).by_kind),
        planned=journal.first_of(session, Act.SESSION_PLANNED),
        closing=journal.first_of(session, Act.SESSION_CLOSED),
        runs=policies.may_run(current_account(), session),
        now=clock.now(),
    )


def console_page(session: AssistedSession, form: PersonForm) -> str:
    rows = queries.of(session)
    return render_template(
        "assistance/console.html",
        assisted=session,
        form=form,
        rows=rows,
        acts=sum(row.acts for row in rows),
        board=handing.board(session),
        now=clock.now(),
    )


def _close(session: AssistedSession, form: ClosingForm) -> None:
    sessions.close(
        session,
        by=current_account(),
        questions=form.questions.data,
        at=clock.now(),
        agreed=form.agreed(),
    )
    db.session.commit()


def _done(session: AssistedSession, anchor: str | None = None) -> Response:
    db.session.commit()
    return redirect(url_for(".console", session_number=session.number, _anchor=anchor), 303)
