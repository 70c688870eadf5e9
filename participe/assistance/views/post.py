"""The pages of a station: joining, waiting, beginning, leaving nothing behind."""

from typing import Any

from flask import flash, get_flashed_messages, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts import session as sessions
from participe.assistance import session as browser
from participe.assistance.forms.stations import JoinForm, PinForm
from participe.assistance.models.people import Participant
from participe.assistance.models.stations import Station
from participe.assistance.queries import asked
from participe.assistance.services import returning, stations
from participe.assistance.views.blueprint import bp
from participe.assistance.wording import sessions as words
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.kernel.database import commit_aside
from participe.kernel.errors import Refusal
from participe.kernel.limits import TooOften

Page = Response | str | tuple[str, int]

LOOK_AGAIN_AFTER = 5  # seconds: a computer that waits asks again by itself
LONG_ENOUGH_TO_READ = 15  # seconds: what is said to who has just finished
ANSWER_WITHIN = 65  # seconds; with the 115 before it (base.html), the three minutes are just over


@bp.get("/poste")
@for_everyone
def post() -> Page:
    """Show what this computer is just now: to join, waiting, handed, or somebody's."""
    participant = browser.current_participant()
    if participant is not None:
        return _home(participant)
    if browser.is_deserted():
        return browser.go_clean(url_for(".post"))
    station = browser.current_station()
    if station is None:
        was_station = browser.is_station()
        browser.stop()
        return _join_page(JoinForm(), was_station=was_station)
    return _welcome_page(station)


@bp.post("/poste")
@for_everyone
def join() -> Page:
    """Take this computer into a session with the four digits of the console."""
    form = JoinForm()
    if form.validate_on_submit():
        place = request.remote_addr or ""
        try:
            key = stations.join(current_commune(), form.digits.data, place=place, at=clock.now())
        except TooOften as often:
            form.digits.errors = [words.too_many_tries(often.minutes)]
        except Refusal as refusal:
            form.digits.errors = [str(refusal)]
        else:
            browser.become(key, own=False)
            db.session.commit()
            return _see_post()
    return _join_page(form)


@bp.post("/poste/commencer")
@for_everyone
def begin() -> Page:
    """Let the person to whom this computer was handed begin on it."""
    station = browser.current_station()
    if browser.current_participant() is not None or station is None:
        return _see_post()
    participant = stations.begin(station, at=clock.now())
    browser.begin(participant)
    db.session.commit()
    return _see_post()


@bp.post("/poste/fini")
@for_everyone
def finish() -> Response:
    """End it, in one tap: nothing of the person stays on the server's session or in the browser.

    The script sends along what they were writing; without it, only what they had sent is kept.
    """
    participant = browser.last_participant()
    is_kept = _end(participant)
    response = browser.go_clean(url_for(".post"))
    if participant is not None:
        said = _("Merci. Rien ne reste de vous sur cet écran.")
        kept = _("Votre texte commencé est gardé : demandez un poste pour le finir.")
        flash(f"{said} {kept}" if is_kept else said, "success")
    return response


@bp.get("/poste/repos")
@for_everyone
def rest() -> Page:
    """Ask whether somebody is still there; without an answer the welcome page comes back.

    This page asked for itself and is no use of the session, so that its time is over by then.
    """
    sessions.pass_unnoted()
    if browser.current_participant() is None:
        return _see_post()
    back = request.args.get("retour", "")
    page = make_response(
        render_template(
            "assistance/rest.html",
            back=back if intentions.is_ours(back) else url_for(".post"),
        )
    )
    page.headers["Refresh"] = f"{ANSWER_WITHIN}; url={url_for('.post')}"
    return page


@bp.post("/poste/repos")
@for_everyone
def end_rest() -> Response:
    """End what nobody touched for three minutes, and keep for its person what they had typed."""
    _end(browser.last_participant())
    return browser.go_clean(url_for(".post"))


@bp.get("/poste/la")
@for_everyone
def present() -> Response:
    """Note that somebody touches a key or the screen: a long page is read without a request."""
    if browser.current_participant() is not None:
        sessions.stay()
    answer = Response(status=204)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/poste/rendre")
@for_everyone
def take_back() -> Page:
    """Give the facilitator's own computer back to them with the PIN of the session."""
    station = browser.current_station()
    if station is None or browser.current_participant() is not None:
        return _see_post()
    form = PinForm()
    if not form.validate_on_submit():
        return _welcome_page(station, form)
    try:
        owner = returning.take_back(station, form.pin.data, at=clock.now())
    except Refusal as refusal:
        commit_aside(db.session)
        form.pin.errors = [str(refusal)]
        return _welcome_page(station, form)
    browser.give_back(owner, station)
    db.session.commit()
    return Response(status=303, headers={"Location": _console(station)})


@bp.post("/poste/quitter")
@for_everyone
def quit() -> Response:  # noqa: A001 -- what one does with a station
    """Make this computer an ordinary one again: it leaves the session."""
    station = browser.current_station()
    if station is not None and browser.current_participant() is None:
        stations.leave(station, at=clock.now())
        browser.stop()
        db.session.commit()
    return _see_post()


def _end(participant: Participant | None) -> bool:
    """End what the person here has open, and tell whether something they typed is kept for them."""
    path = request.args.get("chemin", "")
    is_kept = (
        participant is not None
        and intentions.is_ours(path, "POST")
        and browser.keep_typed(participant, path)
    )
    browser.end()
    db.session.commit()
    return is_kept


def _home(participant: Participant) -> str:
    """Ask what somebody wants to do, in the consultation of the session."""
    return render_template(
        "assistance/post.html",
        participant=participant,
        consultation=participant.session.consultation,
        kept=intentions.kept_form() is not None,
        asked=asked.now(participant.session.consultation, clock.now()),
    )


def _welcome_page(station: Station, form: PinForm | None = None) -> Page:
    """Show a station at which nobody sits: whose turn it is, or that it waits."""
    awaited = station.participant if station.begun_at is None else None
    said = get_flashed_messages()
    page = make_response(
        render_template(
            "assistance/welcome.html",
            station=station,
            awaited=awaited,
            form=form or PinForm(),
            is_spent=station.session.pin_tries >= returning.TRIES,
        ),
        422 if form is not None else 200,
    )
    if awaited is None and not station.is_facilitators:
        after = LONG_ENOUGH_TO_READ if said else LOOK_AGAIN_AFTER
        page.headers["Refresh"] = f"{after}; url={url_for('.post')}"
    return page


def _join_page(form: Any, **more: Any) -> tuple[str, int]:
    page = render_template("assistance/join.html", form=form, **more)
    return page, 422 if form.errors else 200


def _see_post() -> Response:
    return Response(status=303, headers={"Location": url_for(".post")})


def _console(station: Station) -> str:
    return url_for(".console", session_number=station.session.number)
