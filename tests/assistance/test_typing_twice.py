"""Papers typed in twice where few people type: who waits for whom, and nothing for ever."""

import pytest
from flask import Flask

from participe.assistance.models.papers import PaperRow
from participe.assistance.models.sessions import AssistedSession
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.proposals.models import Proposal
from tests.browser import Browser, text
from tests.factories import a_consultation, a_phase, a_staff_member, an_assisted_session

ROW = {"p1-signed": "y", "p1-title": "Planter un tilleul"}


@pytest.fixture
def session(app: Flask, browser: Browser) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    consultation = a_consultation(phases=[a_phase(PhaseKind.PROPOSE)])
    session = an_assisted_session(consultation=consultation)
    session.commune.types_papers_twice = True
    db.session.commit()
    browser.sign_in(session.facilitator)
    browser.submit(_address(session), ROW)
    return session


def _address(session: AssistedSession) -> str:
    return f"/{session.commune.slug}/seances/{session.number}/saisie"


def test_who_typed_first_is_told_before_they_type_again(
    browser: Browser, session: AssistedSession
) -> None:
    page = browser.get(f"{_address(session)}/seconde")

    assert "Une autre personne de l’EPN les tape à nouveau" in text(page.main)
    assert not page.select("main fieldset")


def test_once_the_commune_asks_for_one_typing_they_may_end_it(
    browser: Browser, session: AssistedSession
) -> None:
    session.commune.types_papers_twice = False
    db.session.commit()

    page = browser.submit(f"{_address(session)}/seconde", ROW)

    assert "1 papier est encodé." in text(page.body)
    assert db.session.query(Proposal).count() == 1
    assert db.session.query(PaperRow).count() == 0


def test_staff_see_where_papers_wait_and_where_one_person_types_alone(
    browser: Browser, session: AssistedSession
) -> None:
    browser.sign_in(a_staff_member(commune=session.commune))

    page = browser.get(f"/{session.commune.slug}/gestion/seances")

    papers = page.find("section", {"aria-labelledby": "papiers"})
    assert "Des papiers attendent une seconde saisie" in text(papers)
    assert papers.select_one(f'a[href$="/seances/{session.number}"]')
    assert f"Une seule personne anime dans cet EPN : {session.space.name}." in text(papers)
