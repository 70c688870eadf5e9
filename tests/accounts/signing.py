"""Signing in as a person does, for the tests of accounts."""

from bs4 import BeautifulSoup
from flask import Flask

from participe.accounts.events import SignInCodeRequested
from participe.communes.models import Commune
from participe.kernel import events
from tests.browser import Browser


def codes_sent(app: Flask) -> list[SignInCodeRequested]:
    """Return a list to which every code that leaves from now on is added."""
    sent: list[SignInCodeRequested] = []
    events.subscribe(app, SignInCodeRequested, sent.append)
    return sent


def sign_in(
    browser: Browser, commune: Commune | None, sent: list[SignInCodeRequested], email: str
) -> BeautifulSoup:
    """Go through address and code, and read the page that follows."""
    start = f"/{commune.slug}" if commune else ""
    browser.submit(f"{start}/connexion", {"email": email})
    return browser.submit(f"{start}/connexion/code", {"code": sent[-1].code})
