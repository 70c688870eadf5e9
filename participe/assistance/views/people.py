"""A person of a session: how they take part, for how many, and their accord."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_facilitators
from participe.assistance.forms.people import NameForm, RevocationForm, WayForm
from participe.assistance.models.people import Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import people as queries
from participe.assistance.services import people, receipts
from participe.assistance.views.access import find_person, find_to_run
from participe.assistance.views.blueprint import bp
from participe.extensions import db
from participe.kernel import clock, french
from participe.kernel.errors import Refusal

Page = str | tuple[str, int] | Response


@bp.route("/seances/<int:session_number>/personnes/<int:place>", methods=["GET", "POST"])
@for_facilitators
def person(session_number: int, place: int) -> Page:
    """Show somebody to who runs the session, and change the way they take part."""
    session = find_to_run(session_number)
    participant = find_person(session, place)
    form = WayForm(way=participant.way.value, stands_for=participant.stands_for)
    if form.validate_on_submit() and _changed(participant, form):
        return _back(session, _("C’est enregistré."))
    return _page(session, participant, form)


@bp.route("/seances/<int:session_number>/personnes/<int:place>/accord", methods=["GET", "POST"])
@for_facilitators
def revoke(session_number: int, place: int) -> Page:
    """Take an accord back for somebody who asks for it, after the session too."""
    session = find_to_run(session_number)
    participant, form = find_person(session, place), RevocationForm()
    if form.validate_on_submit():
        people.revoke_consent(participant, by=current_account(), at=clock.now())
        said = _("L’accord %(of_name)s est retiré.", of_name=french.of(participant.display_name))
        # Without a receipt there is no code with which to take the rest back: it is offered there.
        return _back(session, said, place if queries.lacks_receipt(participant) else None)
    page = render_template(
        "assistance/revoke.html",
        assisted=session,
        participant=participant,
        form=form,
        lacks_receipt=queries.lacks_receipt(participant),
    )
    return page, 422 if form.errors else 200


@bp.route("/seances/<int:session_number>/personnes/<int:place>/nom", methods=["GET", "POST"])
@for_facilitators
def rename(session_number: int, place: int) -> Page:
    """Correct the name of somebody, before anything is public under it."""
    session = find_to_run(session_number)
    participant = find_person(session, place)
    form = NameForm(name=participant.display_name)
    if form.validate_on_submit() and _renamed(participant, form):
        return _back(session, _("Le nom est changé : %(name)s.", name=participant.display_name))
    page = render_template(
        "assistance/rename.html", assisted=session, participant=participant, form=form
    )
    return page, 422 if form.errors else 200


def _renamed(participant: Participant, form: NameForm) -> bool:
    try:
        people.rename(participant, name=form.name.data, by=current_account(), at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return False
    return True


def _changed(participant: Participant, form: WayForm) -> bool:
    try:
        people.change_way(
            participant,
            way=Way(form.way.data),
            stands_for=form.stands_for.data,
            by=current_account(),
            at=clock.now(),
        )
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return False
    return True


def _page(session: AssistedSession, participant: Participant, form: WayForm) -> Page:
    page = render_template(
        "assistance/person.html",
        assisted=session,
        participant=participant,
        form=form,
        lacks_receipt=queries.lacks_receipt(participant),
        has_published=queries.has_published(participant),
        can_be_issued=receipts.can_be_issued(participant, clock.now()),
        now=clock.now(),
    )
    return page, 422 if form.errors else 200


def _back(session: AssistedSession, said: str, place: int | None = None) -> Response:
    """Lead to the console, or to the page of somebody for whom there is something to do."""
    db.session.commit()
    flash(said, "success")
    if place is not None:
        return redirect(url_for(".person", session_number=session.number, place=place), 303)
    return redirect(url_for(".console", session_number=session.number), 303)
