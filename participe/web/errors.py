"""What a person sees when something is missing, forbidden or broken."""

import logging
import secrets

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException

from participe.communes.tenancy import commune_or_none
from participe.extensions import db
from participe.kernel.errors import Refusal
from participe.kernel.limits import TooOften

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Answer every error with a page in the platform's own words."""
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(CSRFError, show)
    app.register_error_handler(TooOften, wait)
    app.register_error_handler(Refusal, refuse)
    app.register_error_handler(OperationalError, pause)
    app.register_error_handler(DBAPIError, pause)
    app.register_error_handler(Exception, fail)


def show(error: HTTPException) -> tuple[str, int]:
    """Show an HTTP error; a reason given by us (410) is shown as it is."""
    code = error.code or 500
    said = getattr(error, "reason_shown", None)
    return _page(code, message=said), code


def wait(error: TooOften) -> tuple[str, int, dict[str, str]]:
    db.session.rollback()
    return _page(429, message=str(error)), 429, {"Retry-After": str(error.minutes * 60)}


def refuse(error: Refusal) -> tuple[str, int]:
    """Show a rule that no form of the view could show."""
    db.session.rollback()
    return _page(422, message=str(error)), 422


def pause(error: DBAPIError) -> tuple[str, int, dict[str, str]]:
    """Say that the database does not answer; nothing was changed (promise R-6)."""
    reference = secrets.token_hex(4)
    log.exception("database unavailable, reference %s", reference, exc_info=error)
    db.session.rollback()
    return _page(503, reference=reference), 503, {"Retry-After": "30"}


def fail(error: Exception) -> tuple[str, int]:
    reference = secrets.token_hex(4)
    log.exception("unexpected error, reference %s", reference, exc_info=error)
    db.session.rollback()
    return _page(500, reference=reference), 500


def _page(code: int, **words: str | None) -> str:
    commune = commune_or_none()
    telephone = commune.telephone if commune else ""
    return render_template("errors/error.html", code=code, telephone=telephone, **words)
