"""One-click sign-in as somebody of Valbruyère, and its letters: in the demo only."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug import Response

from participe.accounts import queries as accounts
from participe.accounts import session
from participe.communes.tenancy import current_commune
from participe.demo.content import identities
from participe.extensions import db
from participe.kernel.authorization import for_everyone
from participe.notifications.queries import letters as outbox

bp = Blueprint("demo", __name__, url_prefix="/<commune>/demo")

SHOWN = 50  # letters


@bp.get("")
@for_everyone
def index() -> str:
    """Offer the roles that can be taken in one click."""
    _only_in_the_demo()
    return render_template("demo/index.html", identities=identities())


@bp.post("/entrer/<key>")
@for_everyone
def enter(key: str) -> Response:
    """Sign in as one of the people of the demo."""
    _only_in_the_demo()
    if key not in {identity["person"] for identity in identities()}:
        abort(404)
    account = accounts.find_by_email(current_commune(), f"{key}@valbruyere.example") or abort(404)
    session.begin(account, on_public_computer=False)
    db.session.commit()
    return redirect(url_for("accounts.space"), 303)


@bp.get("/courrier")
@for_everyone
def letters() -> str:
    """Show the letters that would have left by e-mail."""
    _only_in_the_demo()
    return render_template("demo/letters.html", letters=outbox.newest(current_commune(), SHOWN))


def _only_in_the_demo() -> None:
    """Exist for the fictional commune alone, even if somebody opens a real one beside it."""
    if not current_commune().is_demo:
        abort(404)
