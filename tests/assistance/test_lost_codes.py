"""The pages on which two of the staff replace a lost code, and what the person sees of it."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import receipts
from participe.extensions import db
from tests.browser import Browser, text
from tests.factories import (
    a_consultation,
    a_facilitator,
    a_participant,
    a_resident,
    a_staff_member,
    an_assisted_session,
    an_official,
)

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
def session(app: Flask, noon: datetime) -> AssistedSession:  # noqa: ARG001 -- a database
    before = noon - timedelta(days=2)
    return an_assisted_session(
        planned_for=before, opened_at=before, closed_at=before + timedelta(hours=1)
    )


@pytest.fixture
def mesange(session: AssistedSession, noon: datetime) -> Participant:
    participant = a_participant(session=session, display_name="Mésange")
    receipts.make(participant, at=noon)
    db.session.commit()
    return participant


@pytest.fixture
def staff(session: AssistedSession) -> Account:
    return a_staff_member(commune=session.commune, display_name="Anne du service")


def test_two_of_the_staff_give_another_receipt_and_the_person_reads_who(
    app: Flask, session: AssistedSession, mesange: Participant, staff: Account
) -> None:
    """A-23, from the counter to the page that the new code opens."""
    facilitator = Browser(app).sign_in(session.facilitator)
    report = facilitator.get(f"{_home(session)}/rapport")
    assert report.select_one(f"a[href='{_home(session)}/recus/perdus']")
    facilitator.submit(_lost(mesange), {"ground": "told"})
    second = Browser(app).sign_in(staff)
    overview = second.get(f"/{session.commune.slug}/gestion/seances")
    assert "1 reçu perdu à confirmer" in text(overview.select_one("main"))
    asked = text(second.get(f"{_lost(mesange)}/confirmer").select_one("main"))
    assert "l’a entendue dire ce qu’elle a écrit ou soutenu" in asked

    page = second.post(f"{_lost(mesange)}/confirmer", {"ground": "paper"}, status=200)

    shown = CODE.search(text(page.select_one(".receipt")))
    assert shown
    visitor = Browser(app)
    said = text(visitor.submit(f"/{session.commune.slug}/suivi", {"receipt_code": shown[0]}).main)
    assert "Votre code a été refait le 4 mai 2030 à 12" in said
    assert f"{session.facilitator.shown_name} l’a demandé le 4 mai 2030" in said
    assert "Anne du service l’a confirmé" in said


def test_the_page_with_the_new_code_is_shown_once(
    browser: Browser, session: AssistedSession, mesange: Participant, staff: Account
) -> None:
    """A-7."""
    browser.sign_in(session.facilitator).submit(_lost(mesange), {"ground": "seen"})
    browser.sign_in(staff)
    path, fields = f"{_lost(mesange)}/confirmer", {"ground": "seen", "form_key": "k" * 40}
    first = browser.open("POST", path, fields)

    again = browser.open("POST", path, fields)

    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-store")
    assert (again.status_code, again.location) == (303, f"{_home(session)}/recus/perdus")


def test_who_asked_confirms_nothing_and_prints_nothing(
    browser: Browser, session: AssistedSession, mesange: Participant
) -> None:
    before = mesange.code_hash
    browser.sign_in(session.facilitator).submit(_lost(mesange), {"ground": "seen"})
    page = browser.get(f"{_lost(mesange)}/confirmer")
    assert not page.select_one("[name=ground]")

    refused = browser.post(f"{_lost(mesange)}/confirmer", {"ground": "seen"}, status=422)

    assert "Vous avez demandé ce code vous-même" in text(refused.select_one(".error-summary"))
    assert mesange.code_hash == before


def test_how_one_knows_the_person_must_be_said(
    browser: Browser, session: AssistedSession, mesange: Participant
) -> None:
    page = browser.sign_in(session.facilitator).post(_lost(mesange), status=422)

    assert "Choisissez comment vous savez" in text(page.select_one(".error-summary"))


def test_a_request_that_is_given_up_leaves_the_code_as_it_was(
    browser: Browser, session: AssistedSession, mesange: Participant, staff: Account
) -> None:
    before = mesange.code_hash
    browser.sign_in(session.facilitator).submit(_lost(mesange), {"ground": "seen"})

    page = browser.sign_in(staff).submit(f"{_lost(mesange)}/refuser")

    assert "L’ancien code reste bon" in text(page.select_one("main"))
    assert browser.open("GET", f"{_lost(mesange)}/confirmer").status_code == 303
    assert mesange.code_hash == before


def test_nobody_else_asks_or_confirms(app: Flask, mesange: Participant) -> None:
    """A-9 and A-17: neither another facilitator, nor who answers for the consultation."""
    commune = mesange.session.commune
    others = (
        a_facilitator(commune=commune),
        a_resident(commune=commune),
        an_official(commune=commune),
        mesange,
    )
    for who in others:
        browser = Browser(app).sign_in(who)
        for path in ("", "/confirmer", "/refuser"):
            answer = browser.open("POST", f"{_lost(mesange)}{path}", {"ground": "seen"})
            assert answer.status_code in {303, 403}
            assert not (answer.location or "").endswith("/perdus")


def test_who_answers_for_the_consultation_replaces_no_code(browser: Browser) -> None:
    """A-17."""
    facilitator = a_facilitator()
    consultation = a_consultation(commune=facilitator.commune, official=facilitator)
    session = an_assisted_session(consultation=consultation, facilitator=facilitator)

    answer = browser.sign_in(facilitator).open("GET", f"{_home(session)}/recus/perdus")

    assert answer.status_code == 403


def test_while_the_session_is_open_the_page_leads_to_the_receipts(browser: Browser) -> None:
    session = an_assisted_session()
    participant = a_participant(session=session)

    page = browser.sign_in(session.facilitator).get(f"{_home(session)}/recus/perdus")

    assert page.select_one(f"a[href='{_home(session)}/recus']")
    assert browser.open("GET", _lost(participant)).status_code == 303


def test_who_types_the_code_that_was_replaced_is_told(
    browser: Browser, session: AssistedSession, mesange: Participant, staff: Account, noon: datetime
) -> None:
    held = receipts.make(mesange, at=noon)
    db.session.commit()
    browser.sign_in(session.facilitator).submit(_lost(mesange), {"ground": "seen"})
    browser.sign_in(staff).post(f"{_lost(mesange)}/confirmer", {"ground": "seen"}, status=200)

    page = Browser(browser.app).post(
        f"/{session.commune.slug}/suivi", {"receipt_code": held}, status=422
    )

    assert "Ce code a été remplacé le 4 mai 2030" in text(page.select_one(".error-summary"))


def _home(session: AssistedSession) -> str:
    return f"/{session.commune.slug}/seances/{session.number}"


def _lost(participant: Participant) -> str:
    return f"{_home(participant.session)}/recus/perdus/{participant.place}"
