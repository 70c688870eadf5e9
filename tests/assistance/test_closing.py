"""A session closes with a count agreed by two, kept in the journal and on the report (A-13)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from participe.assistance.errors import CountChanged
from participe.assistance.models.people import Participant, Way
from participe.assistance.models.sessions import LONGEST, AssistedSession
from participe.assistance.queries import journal
from participe.assistance.reference import Act, Agreement, Count, CountedWith
from participe.assistance.services import journal as chain
from participe.assistance.services import sessions
from participe.extensions import db
from participe.kernel import clock
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import (
    a_participant,
    a_proposal,
    a_staff_member,
    a_support,
    an_assisted_session,
)

pytestmark = on_both


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    """Give a session of two people, one idea and one support."""
    session = an_assisted_session()
    first = a_participant(session=session, display_name="Capucine")
    second = a_participant(session=session)
    proposal = a_proposal(consultation=session.consultation, author=first)
    a_support(of=proposal, by=second)
    return session


@pytest.fixture
def sylvie(browser: Browser, session: AssistedSession) -> Browser:
    return browser.sign_in(session.facilitator)


def address(session: AssistedSession, page: str = "fermer") -> str:
    return f"/{session.commune.slug}/seances/{session.number}/{page}"


def shown(page: BeautifulSoup) -> dict[str, str]:
    """Return the count that a page of closing holds."""
    hidden = page.select_one("[name=counted]")
    assert hidden
    return {"counted": str(hidden["value"])}


def closing_facts(session: AssistedSession) -> dict[str, Any]:
    line = journal.first_of(session, Act.SESSION_CLOSED)
    assert line
    facts: dict[str, Any] = json.loads(line.facts)
    return facts


def test_the_count_and_who_agreed_are_in_the_journal_and_on_the_report(
    sylvie: Browser, session: AssistedSession
) -> None:
    page = sylvie.get(address(session))
    assert not page.select("[name=counted_with][checked]")

    fields = shown(page) | {"counted_with": "participant"}
    report = sylvie.submit(address(session), fields)

    said = "À la fermeture : 2 personnes, 1 contribution, 1 soutien. Compté avec une personne"
    assert said in text(report.select_one("main"))
    facts = closing_facts(session)
    assert (facts["people"], facts["contributions"], facts["supports"]) == (2, 1, 1)
    assert facts["counted_with"] == "participant"
    assert chain.verify(session.commune) is None


@pytest.mark.parametrize("with_whom", [None, "", "somebody"])
def test_who_counted_must_be_said_and_nothing_typed_is_lost(
    sylvie: Browser, session: AssistedSession, with_whom: str | None
) -> None:
    fields = shown(sylvie.get(address(session))) | {"questions": "Quand commence-t-on ?"}
    said = {} if with_whom is None else {"counted_with": with_whom}

    page = sylvie.post(address(session), fields | said, status=422)

    assert "Quand commence-t-on ?" in text(page.select_one("textarea"))
    assert session.closed_at is None


def test_who_took_part_while_one_counted_is_counted_too(
    sylvie: Browser, session: AssistedSession
) -> None:
    fields = shown(sylvie.get(address(session))) | {"counted_with": "nobody"}
    a_participant(session=session)

    page = sylvie.post(address(session), fields, status=422)

    assert "Comptez à nouveau" in text(page.select_one(".error-summary"))
    assert page.select("[name=counted_with][value=nobody][checked]")
    report = sylvie.submit(address(session), fields | shown(page))
    assert "3 personnes" in text(report.select_one("main"))


@pytest.mark.parametrize("counted", ["", "x", "1", "9-9-9", "٢-١-١"])
def test_a_count_that_was_not_shown_closes_nothing(
    sylvie: Browser, session: AssistedSession, counted: str
) -> None:
    fields = {"counted": counted, "counted_with": "facilitator"}

    sylvie.post(address(session), fields, status=422)

    assert session.closed_at is None


def test_the_count_is_compared_under_the_lock_of_the_session(session: AssistedSession) -> None:
    wrong = Agreement(Count(9, 9, 9), CountedWith.FACILITATOR)

    with pytest.raises(CountChanged):
        sessions.close(session, by=session.facilitator, questions="", at=clock.now(), agreed=wrong)

    assert session.closed_at is None


def test_closed_by_itself_nobody_counted_and_the_report_says_so(
    app: Flask, session: AssistedSession
) -> None:
    sessions.close_left_open(clock.now() + LONGEST + timedelta(minutes=1))
    db.session.commit()
    staff = Browser(app).sign_in(a_staff_member(commune=session.commune))

    page = staff.get(address(session, "rapport"))

    assert "s’est fermée seule : personne n’a compté" in text(page.select_one("main"))
    assert "counted_with" not in closing_facts(session)


def test_nothing_enters_afterwards_but_papers_filled_in_during_it(
    app: Flask, sylvie: Browser, session: AssistedSession
) -> None:
    """A-13, with the one exception that docs/assisted-sessions.md names."""
    someone = db.session.scalars(db.select(Participant).order_by(Participant.place)).first()
    assert someone
    at_station = Browser(app).sign_in(someone)
    page = sylvie.get(address(session))
    assert "rien ajouter, sauf les papiers et le fichier sans réseau" in text(page.main)
    fields = shown(page) | {"counted_with": "participant"}
    sylvie.submit(address(session), fields)
    proposal = a_proposal(consultation=session.consultation)
    support = f"/{session.commune.slug}/propositions/{proposal.number}/soutenir"

    sylvie.post(address(session, "personnes"), {"way": "alone"}, status=422)
    sylvie.post(address(session, "ecouter"), status=422)
    sylvie.post(address(session), fields, status=422)
    at_station.open("POST", support)
    paper = {"p1-title": "Un banc à l’ombre", "p1-name": "Colette", "p1-signed": "y"}
    page = sylvie.submit(address(session, "saisie"), paper)

    assert proposal.supports_count == 0
    assert "1 papier est encodé." in text(page.select_one("main"))
    people = db.session.scalars(db.select(Participant).filter_by(session_id=session.id)).all()
    assert [one.way for one in people] == [Way.ALONE, Way.ALONE, Way.PAPER]


def test_the_journal_page_says_the_count(browser: Browser, session: AssistedSession) -> None:
    agreed = Agreement(Count(2, 1, 1), CountedWith.NOBODY)
    sessions.close(session, by=session.facilitator, questions="", at=clock.now(), agreed=agreed)
    db.session.commit()
    browser.sign_in(a_staff_member(commune=session.commune))

    page = browser.get(f"/{session.commune.slug}/gestion/journal")

    assert "2 personnes, 1 contribution, 1 soutien" in text(page.select_one("main"))
