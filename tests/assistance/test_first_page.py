"""Where who signed in for no page in particular begins: where their work is."""

import pytest
from flask import Flask

from participe.accounts.models import Role
from participe.assistance.models.sessions import AssistedSession
from tests.accounts.signing import codes_sent, sign_in
from tests.browser import Browser, text
from tests.factories import an_assisted_session
from tests.factories.people import with_role


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    return an_assisted_session()


def test_a_facilitator_is_led_to_their_sessions(
    app: Flask, browser: Browser, session: AssistedSession
) -> None:
    page = sign_in(browser, session.commune, codes_sent(app), str(session.facilitator.email))

    assert text(page.h1) == "Mes séances"


def test_to_the_page_that_they_wanted_if_there_is_one(
    app: Flask, browser: Browser, session: AssistedSession
) -> None:
    browser.open("GET", f"/{session.commune.slug}/seances/{session.number}")

    page = sign_in(browser, session.commune, codes_sent(app), str(session.facilitator.email))

    assert text(page.h1).startswith("Séance du")


def test_who_has_other_work_here_too_is_not(
    app: Flask, browser: Browser, session: AssistedSession
) -> None:
    with_role(session.facilitator, Role.STAFF)

    page = sign_in(browser, session.commune, codes_sent(app), str(session.facilitator.email))

    assert text(page.h1) != "Mes séances"
