"""Where a person goes next: on to what they wanted when they sign in, and away when they leave."""

from flask import flash, redirect, session, url_for
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts.models import Account
from participe.accounts.session import current_account
from participe.accounts.space import FIRST_PAGES
from participe.communes.tenancy import commune_or_none
from participe.extensions import db
from participe.kernel.errors import Refusal


def see(url: str) -> Response:
    """Lead to another page after a form was taken."""
    return redirect(url, 303)


def home() -> str:
    """Return where one goes after signing in, when nothing else was wanted."""
    if commune_or_none() is None:
        return url_for(".communes")
    named = (first_page(current_account()) for first_page in FIRST_PAGES)
    return next(filter(None, named), url_for(".space"))


def leave(url: str) -> Response:
    """Empty this browser of what the person saw and was, then lead to a page."""
    session.clear()
    response = see(url)
    # The preference of display is in a cookie of its own, and stays: it tells nothing of them.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def go_on() -> Response:
    """Lead who has just signed in to what they wanted, done once, or where they were."""
    account = current_account()
    if not account.display_name:
        return see(url_for(".name"))
    return see(_perform(account) or intentions.page_before() or home())


def _perform(account: Account) -> str | None:
    """Do what was kept, in a transaction of its own: refused, the person stays signed in."""
    if commune_or_none() is None:
        return None
    try:
        url = intentions.perform(account)
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
        return None
    db.session.commit()
    return url
