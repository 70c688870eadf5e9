"""Practice: what an invented person sends goes through every rule and is then not kept.

The view runs as always, up to the commit of its transaction. That commit is refused here, so
that the rows, the counts, the letters and the journal of the act are all undone with it. What
leads to an act, such as the steps of a draft, is kept until the practice ends.
"""

from flask import g, redirect, render_template, request, url_for
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug import Response

from participe.accounts.session import current_person, for_signed_in
from participe.assistance.models.people import Participant
from participe.assistance.services import practice
from participe.assistance.views.blueprint import bp
from participe.extensions import db
from participe.kernel.authorization import require
from participe.kernel.database import ASIDE

# What a person of a practice really does: they sit at a station, set their page, write a draft.
KEPT_BLUEPRINTS = frozenset({"assistance", "accounts", "web"})
KEPT_STEPS = frozenset(
    f"proposals.{step}"
    for step in ("begin", "save_idea", "choose", "save_place", "save_theme", "confirm_discard")
)


class Rehearsed(Exception):
    """An act of a practice reached its end: all that is left is not to keep it."""


@bp.before_app_request
def _mark() -> None:
    g.rehearses = request.method == "POST" and _is_act() and _practises()


@event.listens_for(Session, "before_commit", insert=True)
def _refuse_commit(transaction: Session) -> None:
    """Write what is pending, so that the database has its say, and go no further.

    It comes before the key of the form is inserted: that key is for what is kept. What was not
    read back yet is read back first, as it will be when it counts.
    """
    if ASIDE in transaction.info or transaction.in_nested_transaction():
        return
    if g and g.get("rehearses") and not g.get("unread"):
        transaction.flush()
        raise Rehearsed


@bp.app_errorhandler(Rehearsed)
def _undo(_error: Rehearsed) -> Response:
    """Undo the act, count that it was rehearsed, and say so."""
    db.session.rollback()
    g.rehearses = False
    practice.note_rehearsed(current_person().id or 0)
    db.session.commit()
    return redirect(url_for("assistance.rehearsed"), 303)


@bp.get("/poste/entrainement")
@for_signed_in
def rehearsed() -> str:
    """Say what would have happened."""
    require(_practises())
    return render_template("assistance/rehearsed.html", participant=current_person())


def _is_act() -> bool:
    return request.blueprint not in KEPT_BLUEPRINTS and request.endpoint not in KEPT_STEPS


def _practises() -> bool:
    person = current_person()
    return isinstance(person, Participant) and person.is_practice
