"""The page of a session without network, opened from a disk: it seals as the server does."""

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Request

from participe.accounts.models import Account
from participe.assistance.forms.kit import line_of
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import kit
from participe.extensions import db
from participe.kernel import clock
from tests.browser import Browser as Visitor
from tests.factories import a_proposal, an_assisted_session

TEXTS = ("", "abc", "é" * 55, "x" * 56, "y" * 64, "Un banc 🪑 à l’ombre\n" * 40)
KEYS = ("", "clé", "k" * 64, "k" * 65, "0123456789abcdef" * 20)


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    return an_assisted_session()


@pytest.fixture
def saved(session: AssistedSession, browser: Visitor, tmp_path: Path) -> Path:
    """The page as a facilitator saved it."""
    a_proposal(consultation=session.consultation)
    browser.sign_in(session.facilitator)
    address = f"/{session.commune.slug}/seances/{session.number}/hors-ligne/page"
    path = tmp_path / "seance.html"
    path.write_bytes(browser.open("GET", address).get_data())
    return path


@pytest.fixture
def page(chrome: Browser, saved: Path) -> Iterator[Page]:
    context = chrome.new_context(accept_downloads=True)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("request", _ask_nothing)
    page.goto(saved.as_uri())
    yield page
    context.close()


def _ask_nothing(request: Request) -> None:
    assert request.url.startswith(("file:", "blob:")), "the kit asks the network for nothing"


def test_its_seal_is_that_of_everybody_else(page: Page) -> None:
    for key in KEYS:
        for text in TEXTS:
            made = page.evaluate("([key, text]) => window.kitHmac(key, text)", [key, text])

            assert made == hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def test_what_is_captured_and_saved_is_imported(
    page: Page, app: Flask, session: AssistedSession
) -> None:
    _capture(page, name="Odette", title="Planter un tilleul « géant » 🌳")
    _capture(page, name="", title="Un banc à l’ombre\u2028", consent="ticked")
    page.get_by_role("button", name="Enlever Odette").click()
    _capture(page, name="Odette", title="Planter un tilleul « géant » 🌳")

    with page.expect_download() as download:
        page.get_by_role("button", name="Enregistrer le fichier").click()

    content = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename.endswith(".json")
    captured = kit.read(session, content, kit.key_of(session, app.config["SECRET_KEY"]))
    assert [line["name"] for line in captured] == ["", "Odette"]
    lines = [line_of(line | {"at": clock.now().isoformat()}, clock.now()) for line in captured]
    by = db.session.get_one(Account, session.facilitator_id)
    outcomes = kit.import_all(session, [one for one in lines if one], by=by, at=clock.now())
    assert [outcome.is_new for outcome in outcomes] == [True, True]


def test_nothing_is_noted_without_an_accord_and_nothing_is_kept_by_the_browser(page: Page) -> None:
    _capture(page, name="Léon", title="Un banc à l’ombre", consent="")

    assert "accord" in page.locator("#said").inner_text()
    assert "0 personne notée" in page.locator("#count").inner_text()
    kept = page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]")
    assert kept == [0, 0, ""]


def test_an_address_is_refused_as_a_name_while_its_person_is_still_there(page: Page) -> None:
    _capture(page, name="leon@example.be", title="Un banc à l’ombre")

    assert "Écrivez un prénom ou un surnom" in page.locator("#said").inner_text()
    assert "0 personne notée" in page.locator("#count").inner_text()


def _capture(page: Page, *, consent: str = "spoken", **texts: Any) -> None:
    page.locator("#consent").select_option(consent)
    for name, text in texts.items():
        page.locator(f"#{name}").fill(text)
    page.get_by_role("button", name="Ajouter cette personne").click()
