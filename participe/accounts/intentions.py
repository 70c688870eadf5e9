"""What a visitor was about to do when asked to sign in: kept, then done once, then forgotten.

The content lies in the database, and the browser's session holds the only key to it. A kind of
intention is registered from `create_app` by the package that knows how to do it.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request, session, url_for
from werkzeug.exceptions import HTTPException

from participe.accounts.models import Account
from participe.accounts.services import keeping
from participe.communes.tenancy import commune_or_none, current_commune
from participe.kernel import clock
from participe.kernel.registry import Registry

Performer = Callable[[Account, dict[str, Any]], str]

PERFORMERS: Registry[tuple[str, Performer]] = Registry("accounts.intentions")

KEY, PAGE, FORM = "intention", "page_before_sign_in", "kept_form"
DRAFTS = "drafts"  # the key to what a visitor has begun to write: `proposals` keeps it
OUTLIVING = (KEY, PAGE, DRAFTS)  # what a browser's session hands on when somebody signs in
REPEAT = "repeat"  # the kind of a whole form, which its person sends again themselves
TOKENS = {"csrf_token", "form_key"}
LONGEST_PATH = 1000


def register(app: Flask, kind: str, performer: Performer) -> None:
    """Have intentions of this kind done by this function.

    It gets the account and what was kept, changes what it must without committing, and gives
    the address to go to; a Refusal undoes it, and its sentence is shown.
    """
    PERFORMERS.add(app, (kind, performer))


def keep(kind: str, payload: dict[str, Any]) -> None:
    """Keep what this visitor is about to do; the view commits and leads to `accounts.sign_in`."""
    session[KEY] = keeping.keep(current_commune(), kind, payload, at=clock.now())


def keep_form() -> None:
    """Keep the whole form that was just sent, but for its files and its tokens."""
    keep(REPEAT, sent_form(request.full_path.removesuffix("?")))


def sent_form(path: str) -> dict[str, Any]:
    """Return what was just sent, to be kept as a form that is sent to this path again."""
    fields = [[name, value] for name, value in request.form.items(multi=True) if name not in TOKENS]
    return {"path": path, "fields": fields, "had_files": bool(request.files)}


def hand_back(path: str, fields: Sequence[tuple[str, str]]) -> str:
    """Keep what could not be done as a form that its person sends again; return its page."""
    payload = {"path": path, "fields": [list(field) for field in fields], "had_files": False}
    session[FORM] = keeping.keep(current_commune(), REPEAT, payload, at=clock.now())
    return url_for("accounts.kept_form")


def remember(path: str) -> None:
    """Remember the page to show after signing in; only ever a path that this request asked for."""
    path = path.removesuffix("?")
    if len(path) <= LONGEST_PATH:
        session[PAGE] = path


def is_waiting() -> bool:
    """Tell whether something is kept that signing in will do."""
    return (
        KEY in session and keeping.find(current_commune(), session[KEY], at=clock.now()) is not None
    )


def forget() -> None:
    """Drop what was kept; the view commits."""
    key = session.pop(KEY, None)
    if key:
        keeping.drop(current_commune(), key, at=clock.now())


def perform(account: Account) -> str | None:
    """Do what was kept, if anything was and nobody did it yet, and give the address to go to.

    A whole form is not done here: its page lets the person send it again.
    """
    key = session.pop(KEY, None)
    if not key:
        return None
    at = clock.now()
    intention = keeping.find(current_commune(), key, at=at)
    if intention is None:
        return None
    if intention.kind == REPEAT:
        session[FORM] = key
        return url_for("accounts.kept_form")
    performer = dict(PERFORMERS).get(intention.kind)
    if performer is None or not keeping.take(intention, at=at):
        return None
    return performer(account, json.loads(intention.payload))


def kept_form() -> tuple[str, dict[str, Any]] | None:
    """Return the form that this browser keeps, with the key it was kept under."""
    key: str = session.get(FORM, "")
    intention = keeping.find(current_commune(), key, at=clock.now()) if key else None
    return (key, json.loads(intention.payload)) if intention else None


def page_before() -> str | None:
    """Return, once, the page that asked for signing in, if it is one of this commune's."""
    path = session.pop(PAGE, None)
    return path if path and is_ours(path) else None


def is_ours(path: str, method: str = "GET") -> bool:
    """Tell whether a path leads to a page below this commune, or of the platform [T-81]."""
    commune = commune_or_none()
    start = f"/{commune.slug}/" if commune else "/plateforme"
    if not path.startswith(start):
        return False
    try:
        current_app.url_map.bind("").match(urlsplit(path).path, method=method)
    except HTTPException:
        return False
    return True
