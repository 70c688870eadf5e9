"""What a code opens in a browser, for fifteen minutes.

The server keeps whose things these are, the browser only the key to that; nothing of the code
is in either, or in an address (docs/adr/0032).
"""

import json
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import (
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext

from participe.accounts.services import keeping
from participe.assistance.forms.following import CodeForm
from participe.assistance.models.people import Participant
from participe.assistance.queries import receipts as queries
from participe.assistance.services import receipts
from participe.assistance.views import access
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import View
from participe.kernel.errors import Refusal
from participe.kernel.limits import TooOften

OPENED = "following"  # in the session of the browser, and the kind of what the server keeps
OPEN_FOR = timedelta(minutes=15)
SENT_WITHIN = timedelta(minutes=50)  # what was being written on an open page is taken until then
TYPED = ("title", "body", "note", "reason")  # the fields of these pages that hold words


def with_code(view: View) -> View:
    """Give a view whose things are open in this browser; without a code, ask for it."""

    @wraps(view)
    def opened(**values: Any) -> Any:
        participant = opened_here(within=SENT_WITHIN if _typed() else OPEN_FOR)
        if participant is None:
            return _closed()
        answer = make_response(view(participant, **values))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return opened


def _typed() -> list[str]:
    """Return the words that were sent with this request."""
    return [words for name in TYPED if (words := request.form.get(name, "").strip())]


def _closed() -> Any:
    """Ask for the code again; what was typed too late is given back, to be copied."""
    was_open, typed = session.pop(OPENED, None), _typed()
    if was_open and typed:
        page = render_template(
            "assistance/follow.html", form=CodeForm(formdata=None), is_open=False, typed=typed
        )
        return page, 422, {"Cache-Control": "no-store"}
    if was_open:
        flash(_("Cette page s’est refermée. Tapez votre code à nouveau."), "error")
    return redirect(url_for("assistance.follow"), 303)


def opened_here(*, within: timedelta = OPEN_FOR) -> Participant | None:
    """Return whose code opened something in this browser; a newer code, or none, closes it."""
    key = session.get(OPENED, "")
    kept = keeping.find(current_commune(), key, at=clock.now()) if key else None
    if kept is None or kept.kind != OPENED or clock.now() >= kept.created_at + within:
        return None
    return named_in(json.loads(kept.payload))


def open_with(typed: str) -> str | None:
    """Open what a code opens, or return in words why not."""
    at = clock.now()
    try:
        found = receipts.find_by_code(current_commune(), typed, at=at, hashing=access.hashing())
        key = keeping.keep(current_commune(), OPENED, name(found), at=at)
    except TooOften as often:
        return str(
            ngettext(
                "Trop d’essais. Attendez %(num)d minute, puis tapez votre code à nouveau.",
                "Trop d’essais. Attendez %(num)d minutes, puis tapez votre code à nouveau.",
                often.minutes,
            )
        )
    except Refusal as refusal:
        return str(refusal)
    session[OPENED] = key
    db.session.commit()
    return None


def close() -> None:
    """Forget it, in this browser and on the server; the view commits."""
    key = session.pop(OPENED, None)
    if key:
        keeping.drop(current_commune(), key, at=clock.now())


def name(participant: Participant) -> dict[str, Any]:
    """Name somebody, and the code that opened what is theirs."""
    return {"participant": participant.id, "mark": receipts.mark_of(participant)}


def named_in(payload: dict[str, Any]) -> Participant | None:
    """Return who was named, as long as that code is their code."""
    found = queries.find(current_commune(), payload["participant"])
    if found is None or not found.code_hash or receipts.mark_of(found) != payload["mark"]:
        return None
    return found
