"""The kit that is printed before a session: five sheets, made from the consultation, no name."""

import pytest
from flask import Flask

from participe.assistance.models.sessions import AssistedSession
from participe.kernel import clock, qr
from tests.browser import Browser, text
from tests.factories import a_facilitator, a_participant, an_assisted_session


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    return an_assisted_session(planned_for=clock.now(), opened_at=None)


def _kit(session: AssistedSession) -> str:
    return f"/{session.commune.slug}/seances/{session.number}/kit"


def test_the_checklist_leads_to_five_sheets_made_from_the_consultation(
    browser: Browser, session: AssistedSession
) -> None:
    browser.sign_in(session.facilitator)
    console = browser.get(_kit(session).removesuffix("/kit"))
    assert console.select_one(f'details a[href="{_kit(session)}"]')

    page = browser.get(_kit(session))

    sheets = page.select(".poster")
    assert [text(sheet.select_one("h2")) for sheet in sheets] == [
        "La commune vous demande votre avis",
        "Invitation",
        "Déroulement de l’heure",
        "Notice à lire à voix haute",
        "Présences, par nombre",
    ]
    for sheet in sheets[:2]:
        assert session.consultation.title in text(sheet)
        assert session.space.address in text(sheet)
        assert "Samedi 4 mai" in text(sheet)
    slug = session.consultation.slug
    address = f"http://localhost/{session.commune.slug}/consultations/{slug}"
    drawn = sheets[0].select_one("svg path[fill='#000']")
    assert drawn
    assert drawn["d"] == qr.drawing(address).path
    assert page.select_one(f'a[href$="/consultations/{slug}/papier"]')


def test_it_names_nobody_and_is_for_who_runs_the_session(
    browser: Browser, session: AssistedSession
) -> None:
    session.opened_at = clock.now()
    a_participant(session=session, display_name="Mésange bleue")
    browser.sign_in(session.facilitator)

    page = browser.get(_kit(session))

    assert "Mésange bleue" not in text(page.main)
    assert session.facilitator.display_name not in text(page.main)
    browser.sign_in(a_facilitator(commune=session.commune))
    browser.get(_kit(session), status=403)
