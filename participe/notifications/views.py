"""Choosing and stopping letters."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import queries as accounts
from participe.accounts.models import Account
from participe.accounts.session import current_account, for_account_holders
from participe.extensions import csrf, db
from participe.kernel import clock
from participe.kernel.authorization import for_everyone, for_machines
from participe.notifications.composing import ALL_KINDS, read_token, unsubscribe_url
from participe.notifications.forms import LABELS, LettersForm
from participe.notifications.models import STOPPABLE, LetterKind
from participe.notifications.queries import letters as queries
from participe.notifications.services import writing

bp = Blueprint("notifications", __name__, url_prefix="/<commune>/mon-espace/courriels")
platform = Blueprint("letters", __name__, url_prefix="/courriel")
BLUEPRINTS = (bp, platform)


@bp.get("")
@for_account_holders
def choose() -> str:
    """Show which letters one receives."""
    form = LettersForm(current_account())
    stopped = queries.stopped_by(current_account())
    form.wanted.data = [kind.value for kind in form.offered if kind not in stopped]
    return render_template("notifications/choose.html", form=form)


@bp.post("")
@for_account_holders
def save() -> Response:
    """Receive from now on what is ticked, and nothing else that may be stopped."""
    person = current_account()
    writing.choose(person, LettersForm(person).kinds(), at=clock.now())
    db.session.commit()
    flash(_("C’est noté."), "success")
    return redirect(url_for(".choose"), 303)


@platform.get("/<token>/desabonner")
@for_everyone
def unsubscribe(token: str) -> str:
    """Say what would stop; nothing stops here, since mail scanners follow links."""
    person, kind = _read(token)
    return render_template(
        "notifications/unsubscribe.html",
        kind=LABELS.get(kind) if isinstance(kind, LetterKind) else None,
        token=token,
        stop_all_url=unsubscribe_url(person.id, ALL_KINDS),
        is_done=_kinds(kind) <= queries.stopped_by(person),
    )


@platform.post("/<token>/desabonner")
@csrf.exempt
@for_machines
def stop(token: str) -> Response:
    """Stop the letters that the token names: by a person's button or a mail program (RFC 8058)."""
    person, kind = _read(token)
    writing.stop(person, _kinds(kind), at=clock.now())
    db.session.commit()
    return redirect(url_for(".unsubscribe", token=token), 303)


def _read(token: str) -> tuple[Account, LetterKind | str]:
    """Return whose letters a token stops; 404 for a token that is not ours or a person who left."""
    read = read_token(token) or abort(404)
    person = accounts.find(read[0]) or abort(404)
    kind = read[1]
    if kind == ALL_KINDS:
        return person, kind
    return person, LetterKind(kind) if kind in set(LetterKind) else abort(404)


def _kinds(kind: LetterKind | str) -> set[LetterKind]:
    return {kind} if isinstance(kind, LetterKind) else set(STOPPABLE)
