"""Signing in as a person does, for the tests of accounts."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from participe.accounts.events import SignInCodeRequested
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel import clock, events
from tests.browser import Browser

A_MINUTE = timedelta(minutes=1)


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


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def later(monkeypatch: pytest.MonkeyPatch, noon: datetime, passed: timedelta) -> None:
    monkeypatch.setattr(clock, "now", lambda: noon + passed)
