"""What a person sees when something is missing, forbidden or broken."""

import logging
import re
import secrets

from flask import Flask, g, has_request_context, render_template, request
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError, same_origin
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from participe.accounts import intentions
from participe.accounts.session import current_person
from participe.assistance.session import is_station
from participe.communes.tenancy import commune_or_none
from participe.extensions import db
from participe.kernel.errors import Refusal
from participe.kernel.limits import TooOften

log = logging.getLogger(__name__)

# What HTTP asks an error to say besides its page: RFC 9110, 15.5.6 and 15.5.17.
KEPT_HEADERS = ("Allow", "Content-Range", "Retry-After")
# A sign that no choice, number or path of a form holds: somebody typed this value.
TYPED = re.compile(r"[^a-z0-9_/.-]")
BROKEN = 500  # from this code on, the page asks nothing of the database

Page = tuple[str, int, dict[str, str]]


def register(app: Flask) -> None:
    """Answer every error with a page in the platform's own words."""
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(CSRFError, give_back)
    app.register_error_handler(TooOften, wait)
    app.register_error_handler(Refusal, refuse)
    for unavailable in (OperationalError, InterfaceError, PoolExhausted):
        app.register_error_handler(unavailable, pause)
    app.register_error_handler(Exception, fail)


def show(error: HTTPException) -> Page | Response:
    """Show an HTTP error; a reason given by us (410) is shown as it is."""
    code = error.code or BROKEN
    if _is_unaddressed():
        return Response(f"{code}\n", code, mimetype="text/plain")
    headers = dict(error.get_headers())
    said = getattr(error, "reason_shown", None)
    return _page(
        code, {name: headers[name] for name in KEPT_HEADERS if name in headers}, message=said
    )


def give_back(error: CSRFError) -> Page | Response:
    """Refuse a form whose token is stale, and show what was typed, to be sent with a fresh one.

    Whoever signed out in another tab sends such a form (R-4). Nothing is done and nothing is
    kept: neither a text that another site's page sends in a person's name, nor one that waits
    in their browser until they sign in (login CSRF). Only what this very answer shows can be
    sent again, by its reader and with their own token; and it shows nothing unless their browser
    says that the form came from a page of ours, so that no other site can put words here.
    """
    path = request.full_path.removesuffix("?")
    if not _is_from_here() or not intentions.is_ours(path, "POST"):
        return show(error)
    form = intentions.sent_form(path)
    typed = [value for _name, value in form["fields"] if TYPED.search(value)]
    # On a station the next person may be there: they send nothing that the last one wrote.
    if not typed or is_station() or current_person().is_participant:
        return show(error)
    page = render_template("errors/stale_form.html", typed=typed, **form)
    return page, error.code or BROKEN, {"Cache-Control": "no-store"}


def wait(error: TooOften) -> Page:
    db.session.rollback()
    return _page(429, {"Retry-After": str(error.minutes * 60)}, message=str(error))


def refuse(error: Refusal) -> Page:
    """Show a rule that no form of the view could show."""
    db.session.rollback()
    return _page(422, message=str(error))


def pause(error: DBAPIError) -> Page:
    """Say that the database does not answer; nothing was changed (promise R-6)."""
    return _broken(503, error, {"Retry-After": "30"})


def fail(error: Exception) -> Page:
    return _broken(BROKEN, error, {})


def _broken(code: int, error: Exception, headers: dict[str, str]) -> Page:
    """Show a page that needs nothing else, and a reference that finds the error in the journal."""
    reference = secrets.token_hex(4)
    log.error("answered %d, reference %s", code, reference, exc_info=error)
    telephone = _telephone()  # before what was read of the commune is forgotten
    g.is_broken = True
    db.session.rollback()
    return _page(code, headers, reference=reference, telephone=telephone)


def _page(code: int, headers: dict[str, str] | None = None, **words: str | None) -> Page:
    words.setdefault("telephone", _telephone())
    return render_template("errors/error.html", code=code, **words), code, headers or {}


def _telephone() -> str:
    """Return the commune's number as it was read already: nothing is asked of the database."""
    commune = commune_or_none()
    return "" if commune is None else inspect(commune).dict.get("telephone", "")


def _is_from_here() -> bool:
    """Tell whether a page of ours sent this: browsers write this header, and no page can."""
    return bool(same_origin(request.headers.get("Origin", ""), request.host_url))


def _is_unaddressed() -> bool:
    """Tell whether this came under a host name that is not ours, where no page has an address."""
    return has_request_context() and request_ctx.url_adapter is None
