"""A form whose token is stale does nothing, and loses nothing that was typed [R-4, T-70]."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from participe.accounts.models import Account, Intention
from participe.assistance import session as stations
from participe.discussions.models import Comment
from participe.extensions import db
from tests.accounts.signing import codes_sent, sign_in
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_comment, a_resident

pytestmark = on_both
TYPED = "C’est cher. <b>Pourquoi</b> ?"
OURS = {"Origin": "http://localhost"}


@pytest.fixture
def comment(app: Flask) -> Comment:
    """A comment that one may answer, where tokens are asked for as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    return a_comment()


@pytest.fixture
def nadia(comment: Comment) -> Account:
    return a_resident(commune=comment.commune, display_name="Nadia", email="nadia@exemple.be")


def path_of(comment: Comment) -> str:
    return f"/{comment.commune.slug}/commentaires/{comment.id}/repondre"


def form_in(page: BeautifulSoup) -> dict[str, str]:
    """Return what the form of a page would send."""
    controls = page.select("main form")[-1].select("input[name], textarea[name]")
    return {str(control["name"]): str(control.get("value", "")) for control in controls}


def replies() -> list[str]:
    return [comment.body for comment in db.session.query(Comment).filter(Comment.parent_id > 0)]


def send_stale(
    browser: Browser, comment: Comment, headers: dict[str, str], body: str = TYPED
) -> BeautifulSoup:
    """Send a reply from a page that was shown before the session ended in another tab."""
    fields = form_in(browser.get(path_of(comment))) | {"body": body}
    with browser.client.session_transaction() as session:
        session.clear()
    response = browser.open("POST", path_of(comment), fields, headers=headers)
    assert response.status_code == 400
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def test_who_signed_out_in_another_tab_sends_it_again_and_it_is_published_once(
    app: Flask, browser: Browser, comment: Comment, nadia: Account
) -> None:
    page = send_stale(browser.sign_in(nadia), comment, OURS)
    assert text(page.h1) == "Votre texte n’est pas encore envoyé"
    assert TYPED in text(page.main)
    assert replies() == []

    app.config["WTF_CSRF_ENABLED"] = False  # the forms of the sign-in are not what is told here
    sent = codes_sent(app)
    browser.submit(path_of(comment), form_in(page))
    page = sign_in(browser, comment.commune, sent, str(nadia.email))

    assert replies() == [TYPED]
    assert TYPED in text(page.main)


def test_who_is_signed_in_anew_sends_it_with_a_fresh_token(
    browser: Browser, comment: Comment, nadia: Account
) -> None:
    page = send_stale(browser.sign_in(nadia), comment, OURS)
    browser.sign_in(nadia)

    assert browser.open("POST", path_of(comment), form_in(page)).status_code == 303

    assert replies() == [TYPED]


def test_nothing_of_it_is_kept_by_the_browser_or_by_us(
    browser: Browser, comment: Comment, nadia: Account
) -> None:
    """What waits until the next person signs in would be done, or sent, in their name."""
    fields = form_in(browser.sign_in(nadia).get(path_of(comment))) | {"body": TYPED}
    fields["csrf_token"] = "forged"

    response = browser.open("POST", path_of(comment), fields, headers=OURS)

    assert response.status_code == 400
    assert response.headers["Cache-Control"] == "no-store"
    assert db.session.query(Intention).count() == 0
    assert replies() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "https://evil.example", "Referer": "http://localhost/valbruyere"},
        {"Referer": "http://localhost/valbruyere"},
        {},
    ],
)
def test_another_site_puts_no_words_here(
    browser: Browser, comment: Comment, nadia: Account, headers: dict[str, str]
) -> None:
    page = send_stale(browser.sign_in(nadia), comment, headers)

    assert text(page.h1) == "Cette page n’est plus à jour"
    assert "cher" not in text(page.main)
    assert not page.select("main form")


def test_without_a_word_there_is_nothing_to_send_again(
    browser: Browser, comment: Comment, nadia: Account
) -> None:
    """A button alone would do something that nobody reads on this page: erase an account."""
    page = send_stale(browser.sign_in(nadia), comment, OURS, body="")

    assert not page.select("main form")


def test_the_next_person_at_a_station_sends_nothing_that_the_last_one_wrote(
    browser: Browser, comment: Comment
) -> None:
    with browser.client.session_transaction() as session:
        session[stations.STATION] = "no key of a station of ours"
    fields = {"body": TYPED, "csrf_token": "stale"}

    response = browser.open("POST", path_of(comment), fields, headers=OURS)

    assert response.status_code == 400
    assert "cher" not in response.get_data(as_text=True)
