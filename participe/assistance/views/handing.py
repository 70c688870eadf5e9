"""The console's side of stations: inviting, handing over, taking back."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from werkzeug import Response

from participe.accounts.session import current_account, current_sign_in, for_facilitators
from participe.assistance import session as browser
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.models.stations import Station
from participe.assistance.queries import stations as queries
from participe.assistance.services import stations
from participe.assistance.views import access
from participe.assistance.views.blueprint import bp
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal

# Parts of the console to which who pressed a button is led back.
PEOPLE, COMPUTERS = "personnes-caption", "postes"
THIS_ONE = "0"  # for the facilitator's own computer, in front of which the button is pressed


def board(session: AssistedSession) -> queries.Board:
    """Return the computers of a session for its console (templates/assistance/stations.html)."""
    return queries.board(session, browser.idle(), clock.now())


@bp.post("/seances/<int:session_number>/poste")
@for_facilitators
def invite_station(session_number: int) -> Response:
    """Show four digits with which another computer joins."""
    session = access.find_to_run(session_number)
    return _done(session, lambda: stations.invite(session, at=clock.now()), COMPUTERS)


@bp.post("/seances/<int:session_number>/confier/<int:place>")
@for_facilitators
def hand(session_number: int, place: int) -> Response:
    """Hand a computer to somebody; the facilitator's own one keeps none of their rights."""
    session = access.find_to_run(session_number)
    participant = access.find_person(session, place)
    if request.form.get("station") == THIS_ONE:
        return _lend(session, participant)
    station = _station(session, _chosen())
    return _done(session, lambda: _hand(station, participant), PEOPLE)


def hand_chosen(session: AssistedSession, participant: Participant) -> None:
    """Hand to who was just added the computer that the pressed button names, if it names one."""
    if number := _chosen():
        _hand(_station(session, number), participant)


@bp.post("/seances/<int:session_number>/poste/<int:station_number>/reprendre")
@for_facilitators
def reclaim_station(session_number: int, station_number: int) -> Response:
    """Take a computer back from whoever sits at it: what they had open ends at once."""
    session = access.find_to_run(session_number)
    station = _station(session, station_number)
    return _done(session, lambda: stations.free(station, at=clock.now()), PEOPLE)


@bp.post("/seances/<int:session_number>/poste/<int:station_number>/retirer")
@for_facilitators
def remove_station(session_number: int, station_number: int) -> Response:
    """Take a computer out of the session."""
    session = access.find_to_run(session_number)
    station = _station(session, station_number)
    return _done(session, lambda: stations.leave(station, at=clock.now()), COMPUTERS)


def _chosen() -> int:
    """Return the number of the computer that the pressed button names; 0 when it names none."""
    wanted = request.form.get("station", "")
    is_one = wanted.isdecimal() and len(wanted) <= len(str(stations.MOST))
    return int(wanted) if is_one and int(wanted) <= stations.MOST else 0


def _lend(session: AssistedSession, participant: Participant) -> Response:
    """Make this browser a station and end the facilitator's own session in it."""
    by, sign_in = current_account(), current_sign_in()
    is_public = sign_in is not None and sign_in.on_public_computer
    try:
        at = clock.now()
        station, key = stations.lend(session, by=by, on_public_computer=is_public, at=at)
        _hand(station, participant)
    except Refusal as refusal:
        return _refused(session, refusal)
    browser.become(key, own=True)
    db.session.commit()
    return redirect(url_for(".post"), 303)


def _hand(station: Station, participant: Participant) -> None:
    stations.hand(station, participant, by=current_account(), idle=browser.idle(), at=clock.now())


def _done(session: AssistedSession, act: Any, part: str) -> Response:
    try:
        act()
    except Refusal as refusal:
        return _refused(session, refusal)
    db.session.commit()
    return _console(session, part)


def _refused(session: AssistedSession, refusal: Refusal) -> Response:
    db.session.rollback()
    flash(str(refusal), "error")
    return _console(session)


def _console(session: AssistedSession, part: str | None = None) -> Response:
    return redirect(url_for(".console", session_number=session.number, _anchor=part), 303)


def _station(session: AssistedSession, number: int) -> Station:
    station: Station = queries.find(session, number) or abort(404)
    return station
