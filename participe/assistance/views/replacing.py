"""Codes lost after the session: who asks, who confirms, and the one page with the new code."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_staff_and_facilitators
from participe.assistance import policies
from participe.assistance.forms.replacing import GroundForm
from participe.assistance.models.codes import CodeRequest
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import codes as queries
from participe.assistance.queries import people
from participe.assistance.services import replacing, validity
from participe.assistance.views import access
from participe.assistance.views.blueprint import bp
from participe.assistance.views.receipts import show_once
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.kernel.errors import Refusal

Page = str | tuple[str, int] | Response


@bp.get("/seances/<int:session_number>/recus/perdus")
@for_staff_and_facilitators
def lost_codes(session_number: int) -> str:
    """List the people of a session that is over: who may need another code, what waits."""
    session, now = _find(session_number), clock.now()
    return render_template(
        "assistance/lost_codes.html",
        assisted=session,
        people=people.all_of(session),
        waiting=queries.waiting_in(session, now),
        is_open=not session.is_over_at(now),
        is_too_late=validity.is_over(session, now),
        runs=policies.may_run(current_account(), session),
    )


@bp.route("/seances/<int:session_number>/recus/perdus/<int:place>", methods=["GET", "POST"])
@for_staff_and_facilitators
def ask_code(session_number: int, place: int) -> Page:
    """Say how one knows the person, and have a colleague asked to confirm."""
    session = _find(session_number)
    participant = access.find_person(session, place)
    try:
        replacing.ensure_possible(participant, clock.now())
    except Refusal as refusal:
        return _back(session, str(refusal), "error")
    form = GroundForm()
    if form.validate_on_submit() and _asked(participant, form):
        return _back(session, _("C’est demandé. Une autre personne de l’équipe confirme."))
    page = render_template(
        "assistance/ask_code.html", assisted=session, participant=participant, form=form
    )
    return page, 422 if form.errors else 200


@bp.route(
    "/seances/<int:session_number>/recus/perdus/<int:place>/confirmer", methods=["GET", "POST"]
)
@for_staff_and_facilitators
def confirm_code(session_number: int, place: int) -> Page:
    """Let a second person say how they know the person; the answer is the receipt, once."""
    session = _find(session_number)
    participant = access.find_person(session, place)
    request = queries.waiting_of(participant, clock.now())
    if request is None:
        return _back(session, _("Aucune demande n’attend pour cette personne."), "error")
    form = GroundForm()
    if form.validate_on_submit():
        code = _confirmed(participant, form)
        if code is not None:
            return show_once(session, [(participant, code)], back=_list(session))
    page = render_template(
        "assistance/confirm_code.html",
        assisted=session,
        participant=participant,
        form=form,
        asked=request,
        is_mine=request.asked_by_id == current_account().id,
    )
    return page, 422 if form.errors else 200


@bp.post("/seances/<int:session_number>/recus/perdus/<int:place>/refuser")
@for_staff_and_facilitators
def refuse_code(session_number: int, place: int) -> Response:
    """Give a request up."""
    session = _find(session_number)
    try:
        replacing.refuse(access.find_person(session, place), by=current_account(), at=clock.now())
    except Refusal as refusal:
        return _back(session, str(refusal), "error")
    return _back(session, _("La demande est abandonnée. L’ancien code reste bon."))


@bp.app_template_global()
def codes_to_confirm() -> Sequence[CodeRequest]:
    """Return the lost codes of this commune that who is signed in may confirm."""
    who = current_account()
    return [
        one
        for one in queries.waiting(current_commune(), clock.now())
        if one.asked_by_id != who.id and policies.may_replace_codes(who, one.participant.session)
    ]


def _find(session_number: int) -> AssistedSession:
    """Return a session for who may replace its codes; of a practice nothing is ever kept."""
    session = access.find(session_number)
    require(policies.may_replace_codes(current_account(), session))
    return session


def _asked(participant: Participant, form: GroundForm) -> bool:
    """Ask, or put the refusal into the form."""
    try:
        replacing.ask(participant, ground=form.chosen, by=current_account(), at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return False
    return True


def _confirmed(participant: Participant, form: GroundForm) -> str | None:
    """Return the new code, or put the refusal into the form."""
    try:
        return replacing.confirm(
            participant,
            ground=form.chosen,
            by=current_account(),
            at=clock.now(),
            hashing=access.hashing(),
        )
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return None


def _back(session: AssistedSession, said: str, kind: str = "success") -> Response:
    """Lead to the list; what was refused leaves nothing behind."""
    if kind == "error":
        db.session.rollback()
    else:
        db.session.commit()
    flash(said, kind)
    return redirect(_list(session), 303)


def _list(session: AssistedSession) -> str:
    return url_for(".lost_codes", session_number=session.number)
