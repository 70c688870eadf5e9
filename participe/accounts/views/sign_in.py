"""Signing in: an address, six digits, a name the first time; then on to what was wanted."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from flask import current_app, flash, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts import session as sessions
from participe.accounts.errors import CodeExpired
from participe.accounts.forms import CodeForm, NameForm, SignInForm
from participe.accounts.services import owning, signing_in
from participe.accounts.session import (
    current_account,
    current_person,
    current_sign_in,
    for_nameless,
)
from participe.accounts.views.blueprint import bp, platform
from participe.accounts.views.onward import go_on, home, leave, see
from participe.communes.tenancy import commune_or_none
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.kernel.codes import HASHING, hash_token
from participe.kernel.database import commit_aside
from participe.kernel.errors import Refusal
from participe.kernel.limits import TooOften

Answer = str | Response | tuple[str, int]
PENDING = "signing_in"


@dataclass(frozen=True)
class Pending:
    """Who this browser is about to sign in as, and where; the session remembers it."""

    commune_id: int | None
    email: str
    on_public_computer: bool

    @property
    def is_here(self) -> bool:
        """Tell whether it was begun in the commune of this address."""
        commune = commune_or_none()
        return self.commune_id == (commune.id if commune else None)


@platform.route("/connexion", methods=["GET", "POST"])
@bp.route("/connexion", methods=["GET", "POST"])
@for_everyone
def sign_in() -> Answer:
    """Ask for an address; the answer never tells whether it is known."""
    if current_person().is_authenticated:
        return see(home())
    form = SignInForm()
    if not form.validate_on_submit():
        return _page("sign_in", form, waiting=bool(commune_or_none()) and intentions.is_waiting())
    _begin(form.email.data, on_public_computer=not form.own_computer.data)
    return see(url_for(".code"))


@platform.route("/connexion/code", methods=["GET", "POST"])
@bp.route("/connexion/code", methods=["GET", "POST"])
@for_everyone
def code() -> Answer:
    """Ask for the six digits; the right ones sign in."""
    pending = _pending()
    if pending is None:
        return see(url_for(".sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        problem = _verify(pending, form.code.data)
        if problem is None:
            return go_on()
        form.code.errors = [problem]
    return _page("code", form, email=pending.email)


@platform.post("/connexion/code/renvoyer")
@bp.post("/connexion/code/renvoyer")
@for_everyone
def send_again() -> Answer:
    """Send another code to the address that this browser gave."""
    pending = _pending()
    if pending is None:
        return see(url_for(".sign_in"))
    _begin(pending.email, on_public_computer=pending.on_public_computer)
    flash(_("Un autre code est en route. Seul le dernier reçu marche."), "success")
    return see(url_for(".code"))


@platform.route("/connexion/nom", methods=["GET", "POST"])
@bp.route("/connexion/nom", methods=["GET", "POST"])
@for_nameless
def name() -> Answer:
    """Ask once for the name that everyone reads, then do what was kept."""
    account = current_account()
    if account.display_name:
        return see(home())
    form = NameForm()
    if form.validate_on_submit():
        try:
            owning.choose_name(account, form.display_name.data)
        except Refusal as refusal:
            form.display_name.errors = [str(refusal)]
        else:
            db.session.commit()
            return go_on()
    return _page("name", form)


@bp.post("/connexion/oublier")
@for_everyone
def forget() -> Response:
    """Drop what this browser kept to do after signing in: it may be somebody else's."""
    intentions.forget()
    db.session.commit()
    return see(url_for(".sign_in"))


@bp.get("/connexion/texte-garde")
@for_nameless
def kept_form() -> Answer:
    """Show the form that was sent without being signed in, with one button that sends it again."""
    kept = intentions.kept_form()
    if kept is None:
        return see(home())
    key, form = kept
    return render_template("accounts/kept_form.html", repeat_key=hash_token(key), **form)


@bp.route("/connexion/confirmer", methods=["GET", "POST"])
@for_nameless
def confirm() -> Answer:
    """Ask who is signed in for a new code, before what cannot be undone (ASVS 7.5.1)."""
    sign_in = current_sign_in()
    if sign_in is None or request.method != "POST":
        return render_template("accounts/confirm.html")
    _begin(current_account().email or "", on_public_computer=sign_in.on_public_computer)
    return see(url_for(".code"))


@platform.post("/deconnexion")
@bp.post("/deconnexion")
@for_everyone
def sign_out() -> Response:
    """End the session on the server and in the browser, back button included."""
    sessions.end()
    db.session.commit()
    return leave(url_for(".signed_out"))


@platform.get("/deconnexion")
@bp.get("/deconnexion")
@for_everyone
def signed_out() -> str:
    return render_template("accounts/signed_out.html")


def _begin(email: str, *, on_public_computer: bool) -> None:
    """Send a code and remember for whom; when none may be sent, the answer is the same [T-77]."""
    commune = commune_or_none()
    pending = Pending(commune.id if commune else None, email, on_public_computer)
    session[PENDING] = asdict(pending)
    try:
        _send(email)
    except TooOften:
        db.session.rollback()
    db.session.commit()


def _send(email: str) -> None:
    hashing = replace(
        HASHING,
        memory_cost=current_app.config["CODE_HASH_MEMORY_KIB"],
        time_cost=current_app.config["CODE_HASH_ROUNDS"],
    )
    signing_in.request_code(commune_or_none(), email, hashing=hashing, at=clock.now())


def _pending() -> Pending | None:
    """Return who this browser is about to sign in as here, if it asked for a code here."""
    kept = session.get(PENDING)
    pending = Pending(**kept) if kept else None
    return pending if pending and pending.is_here else None


def _verify(pending: Pending, typed: str) -> str | None:
    """Sign in with the right code, or return in words what is wrong with it."""
    commune, at = commune_or_none(), clock.now()
    try:
        signing_in.use_code(commune, pending.email, typed, at=at)
        account = signing_in.account_of(commune, pending.email, at=at)
    except CodeExpired as expired:
        return _send_instead(pending.email, expired)
    except TooOften as often:
        return str(
            ngettext(
                "Trop d’essais. Attendez %(num)d minute, puis demandez un autre code.",
                "Trop d’essais. Attendez %(num)d minutes, puis demandez un autre code.",
                often.minutes,
            )
        )
    except Refusal as refusal:
        commit_aside(db.session)
        return str(refusal)
    sessions.begin(account, on_public_computer=pending.on_public_computer)
    db.session.commit()
    return None


def _send_instead(email: str, expired: CodeExpired) -> str:
    """Send a new code in place of one that is too old; the form is refused all the same."""
    try:
        _send(email)
    except TooOften as often:
        return str(
            ngettext(
                "Ce code est trop vieux. Attendez %(num)d minute, puis demandez-en un autre.",
                "Ce code est trop vieux. Attendez %(num)d minutes, puis demandez-en un autre.",
                often.minutes,
            )
        )
    commit_aside(db.session)
    return str(expired)


def _page(template: str, form: Any, **more: Any) -> tuple[str, int]:
    page = render_template(f"accounts/{template}.html", form=form, **more)
    return page, 422 if form.errors else 200
