"""The browser of a station: the key it holds, what it shows, and what it forgets.

A station without a person shows the welcome page and nothing else, so that Back, Forward and a
restored tab lead there too. Everything that a person may not meet on it is refused here or by
the audience of its view; the station itself has no right to lose.
"""

from datetime import timedelta
from typing import Any

from flask import Flask, current_app, has_request_context, redirect, request, session, url_for
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts import queries as accounts
from participe.accounts import session as sessions
from participe.accounts.models import Account
from participe.accounts.services import keeping
from participe.accounts.session import current_person
from participe.assistance.models.people import Participant
from participe.assistance.models.stations import Station
from participe.assistance.queries import stations
from participe.assistance.services import stations as leaving
from participe.communes.tenancy import commune_or_none, current_commune
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.codes import hash_token

STATION = "station"  # in the session of the browser: the key, whose commune, whose computer
DISPLAY_COOKIE = "affichage"  # a text size is somebody's too: it goes with them
WRITING = timedelta(minutes=12)  # how much longer one may stay on a page on which one writes
TEXT_FIELDS = (b"<textarea", b'type="text"')

# What a station shows to nobody in particular: the pages of the station, and those that say
# who we are and how a page is set.
OPEN = frozenset(
    {
        "static",
        "communes.theme",
        "communes.coat_of_arms",
        "platform.health",
        *(f"assistance.{page}" for page in ("post", "join", "begin", "finish", "take_back")),
        *(f"assistance.{page}" for page in ("rest", "end_rest", "present", "quit")),
        *(f"web.{page}" for page in ("display", "save_display", "accessibility", "privacy")),
        *(f"web.{page}" for page in ("help_index", "help_page", "words")),
    }
)
SIGNING_OUT = "accounts.sign_out"
SIGNING_IN = frozenset(
    f"accounts.{page}"
    for page in (
        "sign_in",
        "code",
        "send_again",
        "name",
        "forget",
        "confirm",
        "sign_out",
        "signed_out",
    )
)
SELF_MADE = frozenset({"assistance.rest", "assistance.present"})  # no page that one stays on


def register(app: Flask) -> None:
    """Stand at the door of every request of a station."""
    app.before_request(_gate)
    app.after_request(_note_stay)
    app.jinja_env.globals["is_station"] = is_station
    app.jinja_env.globals["is_lent"] = is_lent


def is_station() -> bool:
    """Tell whether this browser is a station, whoever sits at it."""
    return has_request_context() and STATION in session


def is_lent() -> bool:
    """Tell whether this browser is a facilitator's own, lent to somebody."""
    return is_station() and bool(session[STATION]["own"])


def is_deserted() -> bool:
    """Tell whether this station still holds what is left of somebody whose time is over."""
    return is_station() and sessions.TOKEN in session and current_participant() is None


def idle() -> timedelta:
    return timedelta(minutes=current_app.config["PARTICIPANT_IDLE_MINUTES"])


def current_participant() -> Participant | None:
    """Return who sits at this browser, if they were handed it and their session is under way."""
    person = current_person()
    if isinstance(person, Participant) and person.session.is_open_at(clock.now()):
        return person
    return None


def last_participant() -> Participant | None:
    """Return who sat at this browser last, if nobody ended it here: their time may be over."""
    token = session.get(sessions.TOKEN)
    sign_in = accounts.find_sign_in(hash_token(token)) if token else None
    account = sign_in.account if sign_in else None
    here = commune_or_none()
    if isinstance(account, Participant) and here is not None and account.commune_id == here.id:
        return account
    return None


def current_station() -> Station | None:
    """Return the station that this browser is, if its session is still under way."""
    held = session.get(STATION)
    if held is None:
        return None
    station = stations.by_token(current_commune(), hash_token(held["key"]))
    if station is None or not station.session.is_open_at(clock.now()):
        return None
    return station


def become(key: str, *, own: bool) -> None:
    """Make this browser a station: whoever was signed in is no more; the view commits."""
    sessions.end()
    _forget_all({"key": key, "commune": current_commune().slug, "own": own})


def stop() -> None:
    """Make this browser an ordinary one again."""
    session.pop(STATION, None)


def begin(participant: Participant) -> None:
    """Sign in the person to whom this station was handed, with what they had typed before."""
    held = session.get(STATION)
    sessions.end()
    _forget_all(held)
    sessions.begin(participant, on_public_computer=True)
    session[STATION] = held
    if participant.kept_id is not None:
        key = keeping.give_again(current_commune(), participant.kept_id)
        if key:
            session[intentions.FORM] = key


def give_back(owner: Account, station: Station) -> None:
    """Sign the facilitator in again on their own computer, as they had signed in."""
    sessions.end()
    _forget_all(None)
    sessions.begin(owner, on_public_computer=station.lent_on_public_computer)


def keep_typed(participant: Participant, path: str) -> bool:
    """Keep for somebody what they had typed, to be found when they are handed a station again.

    Tells whether there was anything to keep.
    """
    commune = current_commune()
    payload = intentions.sent_form(path)
    if not any(value.strip() for _name, value in payload["fields"]):
        return False
    key = keeping.keep(commune, intentions.REPEAT, payload, at=clock.now())
    kept = keeping.find(commune, key, at=clock.now())
    participant.kept_id = kept.id if kept else None
    return True


def go_clean(url: str) -> Response:
    """Leave nothing of a person in this browser, then lead to a page.

    Not "cookies" in Clear-Site-Data: it may arrive after the new cookie and take the station's
    key with it. Our two cookies are replaced and removed by name.
    """
    _forget_all(session.get(STATION))
    response = redirect(url, 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(DISPLAY_COOKIE)
    return response


def end() -> None:
    """End on the server what the person at this browser has open; the view commits.

    Who has begun anew on another station is not ended there by a page that stayed open here.
    """
    participant = current_participant()
    if participant is not None:
        leaving.finish(participant, at=clock.now())


def _forget_all(held: Any) -> None:
    session.clear()
    if held is not None:
        session[STATION] = held


def _gate() -> Response | None:
    """Lead a station to its welcome page when nobody may see what was asked for on it."""
    if request.endpoint in OPEN:
        return None
    held = session.get(STATION)
    if held is None:
        return _offer_no_sign_in()
    if not _is_at_home(held):
        return redirect(url_for("assistance.post", commune=held["commune"]), 303)
    if not _may_go_on(held):
        return _welcome_back()
    _note_sent()
    return _offer_no_sign_in()


def _note_sent() -> None:
    """Keep no longer what its person sends again just now; the view commits, or refuses both.

    The page of what was kept gives its form a key made of its own (accounts.kept_form).
    """
    kept, participant = session.get(intentions.FORM), current_participant()
    if request.method != "POST" or not kept or participant is None:
        return
    if request.form.get("form_key") == hash_token(kept):
        participant.kept_id = None
        session.pop(intentions.FORM)


def _may_go_on(held: Any) -> bool:
    """Tell whether a station shows the pages of the house: to who was handed it, while they sit.

    On the facilitator's own one, with nobody at it, they may also sign in as usual.
    """
    person = current_person()
    if person.is_participant:
        return current_participant() is not None
    signs_in = held["own"] and sessions.TOKEN not in session and request.endpoint in SIGNING_IN
    return person.is_authenticated or signs_in


def _is_at_home(held: Any) -> bool:
    here = commune_or_none()
    return here is not None and here.slug == held["commune"]


def _offer_no_sign_in() -> Response | None:
    """Lead a participant away from the pages of signing in: they have no account [A-5].

    Signing out is what it is for anybody: the end.
    """
    if request.endpoint not in SIGNING_IN or not current_person().is_participant:
        return None
    if request.endpoint == SIGNING_OUT and request.method == "POST":
        end()
        db.session.commit()
        return go_clean(url_for("assistance.post"))
    return redirect(url_for("assistance.post"), 303)


def _welcome_back() -> Response:
    """Show the welcome page instead; what was sent too late is kept for who sent it."""
    url = url_for("assistance.post")
    if not is_deserted():
        return redirect(url, 303)
    participant = last_participant()
    if request.method == "POST" and participant is not None:
        keep_typed(participant, request.full_path.removesuffix("?"))
        db.session.commit()
    return go_clean(url)


def _note_stay(response: Response) -> Response:
    """Note that a page was shown to a participant: for longer when they may write on it."""
    sign_in = sessions.current_sign_in()
    shown = response.mimetype == "text/html" and not response.location
    if sign_in is None or not shown or request.endpoint in SELF_MADE:
        return response
    if current_person().is_participant:
        writes = any(field in response.get_data() for field in TEXT_FIELDS)
        sessions.stay(ahead=WRITING if writes else timedelta(0))
    return response
