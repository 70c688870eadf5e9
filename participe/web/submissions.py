"""One effect for each form that was sent, however often it arrives.

Every POST form carries a key. The key is inserted in the transaction of the form's effect,
just before it is committed, so that both are kept or neither: a double click, a retry after
a lost answer and a back button find the key and get the first answer's address (promise R-3
of the design). The same key with another content is refused with 409.
"""

import hashlib
import time
from datetime import datetime
from typing import Any

from flask import Flask, abort, current_app, flash, g, redirect, request, session
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import event, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug import Response

from participe.extensions import db
from participe.kernel import clock
from participe.kernel.codes import random_token
from participe.kernel.database import ASIDE, Base

FIELD = "form_key"
SHORTEST_KEY, LONGEST_KEY = 16, 100
# A quick hash of a short code would give it away: what opens a receipt is never summed up.
UNSUMMED = {FIELD, "csrf_token", "receipt_code"}
REDIRECTED = 300  # from this status on, an answer is no page that shows what was asked for
PATIENCE = 20  # looks, 50 ms apart, at where the first arrival of a form led


class Submission(Base):
    """A form that had its effect, and the address that it led to."""

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]  # of what was sent, by whom and where
    location: Mapped[str] = mapped_column(default="")
    accepted_at: Mapped[datetime] = mapped_column(index=True)


class AlreadySubmitted(Exception):
    """A form that had its effect already; what its second arrival changed is rolled back."""


def register(app: Flask) -> None:
    """Watch over every POST of this application."""
    app.before_request(_check_key)
    app.after_request(_remember_location)
    app.after_request(_agree_with_first)
    app.register_error_handler(AlreadySubmitted, _answer_again)
    app.jinja_env.globals["form_key"] = random_token


def without_form_key(view: Any) -> Any:
    """Let a machine post here: a mail program's one-click unsubscription (RFC 8058)."""
    view.takes_no_form_key = True
    return view


def _check_key() -> Response | None:
    g.submission = None
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or view is None or hasattr(view, "takes_no_form_key"):
        return None
    key = request.form.get(FIELD, "")
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        abort(400)
    g.submission = (hashlib.sha256(key.encode()).hexdigest(), _digest())
    return _answer_again() if _find(g.submission[0]) else None


def _digest() -> str:
    """Sum up what was sent, without the tokens that change from page to page."""
    fields = [
        (name, value) for name, value in request.form.items(multi=True) if name not in UNSUMMED
    ]
    files = [(name, file.filename) for name, file in request.files.items(multi=True)]
    return hashlib.sha256(repr((request.path, current_user.id, fields, files)).encode()).hexdigest()


@event.listens_for(Session, "before_commit")
def _insert_key(transaction: Session) -> None:
    """Put the key into the transaction that is about to be committed.

    SQLAlchemy tells of the end of a savepoint too: that is nothing to be acknowledged yet.
    """
    if ASIDE in transaction.info or transaction.in_nested_transaction():
        return
    if not g or g.get("submission") is None:
        return
    key, digest = g.submission
    g.submission, g.accepted = None, key
    try:
        transaction.execute(
            insert(Submission).values(key=key, digest=digest, location="", accepted_at=clock.now())
        )
    except IntegrityError as error:
        g.submission = (key, digest)
        raise AlreadySubmitted from error


def _remember_location(response: Response) -> Response:
    key = g.pop("accepted", None)
    if key and response.location:
        db.session.execute(
            update(Submission).where(Submission.key == key).values(location=response.location)
        )
        db.session.commit()
    return response


def _agree_with_first(response: Response) -> Response:
    """Lead a twin that lost the race to where the winner led, and not to a refusal.

    While the first arrival was being worked on, the second may have passed the check of its
    key and then met a rule that the first effect set: “you support this already”. Its key is
    put down here: whatever is committed after the answer is no effect of this form.
    """
    submission = g.pop("submission", None)
    if submission is None or response.status_code < REDIRECTED:
        return response
    db.session.rollback()
    key, digest = submission
    first = _find(key)
    if first is not None and first.digest == digest and first.location:
        session.pop("_flashes", None)  # what the refusal said is not true of this form
        response.status_code = 303
        response.location = first.location
        response.set_data("")
    return response


def _answer_again(_error: AlreadySubmitted | None = None) -> Response:
    """Lead to where the first arrival of this form led, or refuse another content with 409."""
    db.session.rollback()
    key, digest = g.submission
    g.submission = None
    submission = _find(key)
    for _look in range(PATIENCE):
        if submission is None or submission.location:
            break
        db.session.rollback()
        time.sleep(0.05)
        submission = _find(key)
    if submission is None or submission.digest != digest:
        abort(409)
    if submission.location:
        return redirect(submission.location, 303)
    flash(_("Vous avez déjà envoyé ce texte il y a un instant. Il est bien enregistré."), "success")
    return redirect(request.path.rsplit("/", 1)[0] or "/", 303)


def _find(key: str) -> Submission | None:
    return db.session.scalar(
        select(Submission).where(Submission.key == key).execution_options(populate_existing=True)
    )
