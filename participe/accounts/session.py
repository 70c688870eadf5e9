"""Who is at the keyboard during this request, and for whom a view is made."""

import logging
from datetime import timedelta
from typing import Any, cast

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import current_user, login_user
from sqlalchemy.exc import DBAPIError
from werkzeug import Response

from participe.accounts import intentions, queries
from participe.accounts.models import Account, SignIn, Visitor, Whoever
from participe.accounts.services import retention, signing_in
from participe.communes.tenancy import commune_or_none
from participe.extensions import db, login_manager
from participe.kernel import clock
from participe.kernel.authorization import audience
from participe.kernel.chores import CHORES
from participe.kernel.codes import hash_token
from participe.kernel.database import commit_aside, reads_only

log = logging.getLogger(__name__)

LONGEST = timedelta(days=60)  # ASVS 7.3: the absolute life of a resident's session
RECENT = timedelta(hours=1)  # ASVS 7.5.1: then a new code is asked before what cannot be undone
PLATFORM = "accounts_platform"  # the blueprint of those who look after all communes
TOKEN = "_user_id"  # noqa: S105 -- where Flask-Login keeps what `get_id` gave


def register(app: Flask) -> None:
    """Tell Flask-Login where people come from, and who is there when nobody signed in."""
    login_manager.user_loader(_load)
    login_manager.anonymous_user = Visitor
    # The session lives on the server and can be ended there; a phone that changes network is
    # still the same phone.
    login_manager.session_protection = None
    login_manager.unauthorized_handler(_ask_to_sign_in)
    app.after_request(_note_use)
    CHORES.add(app, retention.forget)


def current_person() -> Whoever:
    """Return whoever makes this request: the object itself, not Flask-Login's proxy of it."""
    return cast("Whoever", current_user._get_current_object())  # noqa: SLF001 -- its own advice


def current_account() -> Account:
    """Return who makes this request, in a view for those who are signed in."""
    person = current_person()
    assert isinstance(person, Account), "the view lacks an audience"  # noqa: S101
    return person


def current_sign_in() -> SignIn | None:
    """Return the server-side session of this request, if somebody is signed in."""
    return cast("SignIn | None", g.get("sign_in"))


def begin(account: Account, *, on_public_computer: bool) -> None:
    """Sign a person in on this browser, under a new token; the view commits.

    The session before it ends and is emptied, its anti-forgery token with it (ASVS 7.2.4), but
    for what was kept to be done now.
    """
    end()
    kept = {name: session[name] for name in intentions.OUTLIVING if name in session}
    token = signing_in.begin_session(
        account,
        on_public_computer=on_public_computer,
        config=current_app.config,
        at=clock.now(),
    )
    session.clear()
    session.update(kept)
    account.sign_in_id = token
    login_user(account)
    # The cookie of a shared computer, or of who works for the commune, goes with the browser.
    session.permanent = not (on_public_computer or account.is_of_the_house)
    g.sign_in = queries.find_sign_in(hash_token(token))


def end() -> None:
    """End the session of this browser on the server, whichever commune it was for."""
    token = session.get(TOKEN)
    if token:
        signing_in.end_session(token, at=clock.now())
    g.pop("unnoted_use", None)


def is_recent() -> bool:
    """Tell whether whoever is there proved it a short while ago."""
    sign_in = current_sign_in()
    return sign_in is not None and clock.now() - sign_in.started_at < RECENT


def stay(*, ahead: timedelta = timedelta(0)) -> None:
    """Have this request noted as a use of the session, as if it came so much later.

    A page on which one writes is used for long without asking anything of the server.
    """
    sign_in = current_sign_in()
    if sign_in is not None:
        g.unnoted_use, g.use_ahead = sign_in.id, ahead


def pass_unnoted() -> None:
    """Keep this request from counting as a use: a page that asked for itself is nobody's act."""
    g.pop("unnoted_use", None)


def _load(token: str) -> Account | None:
    """Find the person of a session; one of another commune, ended or expired is nobody here."""
    sign_in = queries.find_sign_in(hash_token(token))
    commune = commune_or_none()
    if sign_in is None or sign_in.commune_id != (commune.id if commune else None):
        return None
    if sign_in.account.is_erased or not sign_in.is_alive(clock.now(), current_app.config):
        return None
    g.sign_in = sign_in
    if clock.now() - sign_in.seen_at > sign_in.idle_limit(current_app.config) / 10:
        g.unnoted_use = sign_in.id
    sign_in.account.sign_in_id = token
    return sign_in.account


def _note_use(response: Response) -> Response:
    """Note, after the answer is ready, that the session was used.

    Reading must not write: a page is read in a transaction that only reads, and this one comes
    after it, on its own. It is made when a tenth of the idle time has passed since the last
    one, so that most pages cost no write; when it fails, the page is shown all the same.
    """
    sign_in_id = g.pop("unnoted_use", None)
    if sign_in_id is None:
        return response
    db.session.rollback()
    reading = reads_only.set(False)
    try:
        signing_in.touch(sign_in_id, at=clock.now() + g.pop("use_ahead", timedelta(0)))
        commit_aside(db.session)
    except DBAPIError:
        log.warning("the use of a session could not be noted", exc_info=True)
        db.session.rollback()
    finally:
        reads_only.reset(reading)
    return response


def _ask_to_sign_in() -> Response:
    """Lead to the sign-in page and keep where the person was, or all that they sent (R-4).

    Who has signed in and has no name yet is led to the page that asks for it.
    """
    commune = commune_or_none()
    if request.method == "POST" and commune is not None:
        intentions.keep_form()
        db.session.commit()
    else:
        intentions.remember(request.full_path)
    page = "name" if current_person().is_authenticated else "sign_in"
    return redirect(url_for(f"{'accounts' if commune else PLATFORM}.{page}"), 303)


def _is_known(person: Whoever) -> bool:
    """Tell whether somebody has signed in and has a name to act under."""
    return person.is_authenticated and bool(person.display_name)


def _code_first() -> Any:
    return None if current_person().is_authenticated else login_manager.unauthorized()


def _owner_first() -> Any:
    """Let in who has an account, named or not yet."""
    if not current_person().is_authenticated:
        return login_manager.unauthorized()
    return None if current_person().has_account else current_app.aborter(403)


def _sign_in_first() -> Any:
    return None if _is_known(current_person()) else login_manager.unauthorized()


def _with(*attributes: str) -> Any:
    """Make a guard that lets in who has one of these."""

    def guard() -> Any:
        person = current_person()
        if not _is_known(person):
            return login_manager.unauthorized()
        known = any(getattr(person, attribute) for attribute in attributes)
        return None if known else current_app.aborter(403)

    return guard


for_signed_in = audience("signed in", _sign_in_first)
for_account_holders = audience("account holders", _with("has_account"))
for_nameless = audience("signed in", _code_first)  # the pages on which one has no name yet
for_owners = audience("account holders", _owner_first)  # the same, where one looks after it
for_staff = audience("staff", _with("is_staff"))
for_officials = audience("officials", _with("is_official"))
for_staff_and_officials = audience("staff and officials", _with("is_staff", "is_official"))
for_directors = audience("directors", _with("is_director"))
for_staff_and_directors = audience("staff and directors", _with("is_staff", "is_director"))
for_the_house = audience("the house", _with("is_of_the_house"))  # staff, officials, directors
for_facilitators = audience("facilitators", _with("is_facilitator"))
for_whoever_works = audience("whoever works", _with("is_of_the_house", "is_facilitator"))
for_staff_and_facilitators = audience("staff and facilitators", _with("is_staff", "is_facilitator"))
for_platform_admins = audience("platform administrators", _with("is_platform_admin"))
