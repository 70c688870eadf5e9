"""The sessions of a facilitator: today's, the next and the past; planning and opening one."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.models import Account
from participe.accounts.session import current_account, for_facilitators
from participe.assistance import policies
from participe.assistance.forms.sessions import SessionForm
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import afterwards, places
from participe.assistance.queries import sessions as queries
from participe.assistance.services import sessions, stations
from participe.assistance.views.access import find_to_run, hashing
from participe.assistance.views.blueprint import bp
from participe.communes.tenancy import current_commune
from participe.consultations import queries as consultations
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal

Page = str | tuple[str, int] | Response
NOW = "now"


@bp.get("/seances")
@for_facilitators
def index() -> str:
    """List the sessions that this person runs: under way, to come, over."""
    commune, who, now = current_commune(), current_account(), clock.now()
    found = queries.of_facilitator(who, commune)
    coming = [one for one in found if one.is_planned]
    return render_template(
        "assistance/index.html",
        under_way=[one for one in found if one.is_open_at(now)],
        today=[one for one in reversed(coming) if _is_today(one)],
        planned=[one for one in reversed(coming) if not _is_past(one) and not _is_today(one)],
        past=[one for one in found if one.is_over_at(now)],
        people=queries.count_people(found),
        untold=afterwards.untold_in(found),
        spaces=places.of_facilitator(who, commune),
        now=now,
    )


@bp.route("/seances/nouvelle", methods=["GET", "POST"])
@for_facilitators
def new() -> Page:
    """Plan a session, or open one at once: everything is chosen already."""
    commune, who = current_commune(), current_account()
    choices = _consultations_for(who)
    spaces = places.of_facilitator(who, commune)
    form = SessionForm(choices, spaces)
    if form.validate_on_submit():
        try:
            session = _plan(form, choices)
        except Refusal as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
        else:
            if session is not None:
                return _opened(session) if session.is_open_at(clock.now()) else _planned(session)
    page = render_template(
        "assistance/new.html", form=form, consultations=choices, spaces=spaces, now=clock.now()
    )
    return page, 422 if form.errors else 200


@bp.post("/seances/<int:session_number>/ouvrir")
@for_facilitators
def open_session(session_number: int) -> Response:
    """Open a session that was planned."""
    session = find_to_run(session_number)
    _open(session)
    return _opened(session)


@bp.route("/seances/<int:session_number>/annuler", methods=["GET", "POST"])
@for_facilitators
def cancel(session_number: int) -> Page:
    """Call off a session that was planned."""
    session = find_to_run(session_number)
    sessions_page = url_for(".index")
    if request.method != "POST":
        return render_template("assistance/cancel.html", assisted=session, back=sessions_page)
    sessions.cancel(session, by=current_account(), at=clock.now())
    db.session.commit()
    flash(_("La séance est annulée. Elle n’est plus annoncée."), "success")
    return redirect(sessions_page, 303)


def _plan(form: SessionForm, choices: Sequence[Consultation]) -> AssistedSession | None:
    """Make the session of the form, opened if asked; None when its date is not one."""
    commune, who, at = current_commune(), current_account(), clock.now()
    opens_now = request.form.get("when", NOW) == NOW
    planned_for = at if opens_now else form.planned_for()
    if planned_for is None:
        return None
    session = sessions.plan(
        commune,
        who,
        next(one for one in choices if one.id == form.consultation.data),
        places.find_serving(commune, form.space.data) or abort(404),
        computers=form.computers.data,
        planned_for=planned_for,
        is_practice=form.is_practice.data,
        at=at,
    )
    if opens_now:
        _open(session)
    return session


def _open(session: AssistedSession) -> None:
    """Open a session with its computers, and say its PIN: once, to who opened it."""
    pin = sessions.draw_pin()
    at = clock.now()
    sessions.open_session(session, pin=pin, by=current_account(), at=at, hashing=hashing())
    stations.invite_all(session, at=at)
    say_pin(pin)


def say_pin(pin: str) -> None:
    """Put the PIN on the next page only: nobody, not even we, can show it again."""
    flash(
        _(
            "Votre code d’animation : %(pin)s. Notez-le. Il rend cet écran quand vous l’avez "
            "confié à une personne.",
            pin=pin,
        ),
        "success",
    )


def _opened(session: AssistedSession) -> Response:
    db.session.commit()
    return redirect(url_for(".console", session_number=session.number), 303)


def _planned(session: AssistedSession) -> Response:
    db.session.commit()
    said = _("La séance est prévue. Elle est annoncée sur la page des EPN.")
    flash(_("L’entraînement est prévu.") if session.is_practice else said, "success")
    return redirect(url_for(".index"), 303)


def _consultations_for(who: Account) -> list[Consultation]:
    """Return what a session can be about: open now first, then what opens later."""
    commune, now = current_commune(), clock.now()
    found = [
        one
        for one in consultations.published(commune)
        if (one.closes_at() or now) > now and policies.may_plan(who, commune, one)
    ]
    return sorted(found, key=lambda one: not one.is_open(now))


def _is_today(session: AssistedSession) -> bool:
    return clock.day_of(session.planned_for) == clock.day_of(clock.now())


def _is_past(session: AssistedSession) -> bool:
    return clock.day_of(session.planned_for) < clock.day_of(clock.now())
