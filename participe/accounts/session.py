"""Who is at the keyboard during this request, and for whom a view is made."""

from datetime import timedelta
from typing import Any, cast

from flask import current_app, g
from flask_login import current_user

from participe.accounts import queries
from participe.accounts.models import Account, SignIn, Visitor, Whoever
from participe.communes.tenancy import commune_or_none
from participe.extensions import login_manager
from participe.kernel import clock
from participe.kernel.authorization import audience
from participe.kernel.codes import hash_token

LONGEST = timedelta(days=60)  # ASVS 7.3: the absolute life of a resident's session


def register() -> None:
    """Tell Flask-Login where people come from, and who is there when nobody signed in."""
    login_manager.user_loader(_load)
    login_manager.anonymous_user = Visitor


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


def _load(token: str) -> Account | None:
    """Find the person of a session; one of another commune, ended or expired is nobody here."""
    sign_in = queries.find_sign_in(hash_token(token))
    commune = commune_or_none()
    if sign_in is None or sign_in.commune_id != (commune.id if commune else None):
        return None
    if not sign_in.is_alive(clock.now(), current_app.config):
        return None
    g.sign_in = sign_in
    sign_in.account.sign_in_id = token
    return sign_in.account


def _sign_in_first() -> Any:
    return None if current_person().is_authenticated else login_manager.unauthorized()


def _with(attribute: str) -> Any:
    def guard() -> Any:
        person = current_person()
        if not person.is_authenticated:
            return login_manager.unauthorized()
        return None if getattr(person, attribute) else current_app.aborter(403)

    return guard


def _of_the_house() -> Any:
    """Let in whoever works for the commune: staff and officials."""
    person = current_person()
    if not person.is_authenticated:
        return login_manager.unauthorized()
    return None if person.is_staff or person.is_official else current_app.aborter(403)


for_signed_in = audience("signed in", _sign_in_first)
for_staff = audience("staff", _with("is_staff"))
for_officials = audience("officials", _with("is_official"))
for_staff_and_officials = audience("staff and officials", _of_the_house)
for_facilitators = audience("facilitators", _with("is_facilitator"))
for_platform_admins = audience("platform administrators", _with("is_platform_admin"))
