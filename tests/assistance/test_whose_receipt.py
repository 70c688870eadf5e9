"""For whom a receipt is printed: who did something and has none, whether they stay or not."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from participe.assistance.errors import NothingToOpen
from participe.assistance.models.people import Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import people as queries
from participe.assistance.services import people, receipts
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_participant, a_proposal, a_support, an_assisted_session

pytestmark = on_both
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database
    return an_assisted_session()


@pytest.fixture
def sylvie(browser: Browser, session: AssistedSession) -> Browser:
    return browser.sign_in(session.facilitator)


@pytest.fixture
def idea(session: AssistedSession) -> Proposal:
    return a_proposal(consultation=session.consultation)


@pytest.fixture
def ginette(session: AssistedSession, idea: Proposal) -> Participant:
    """Somebody whose one support, on paper, is counted."""
    ginette = a_participant(session=session, display_name="Ginette", way=Way.PAPER)
    a_support(of=idea, by=ginette)
    return ginette


def _address(session: AssistedSession, page: str = "") -> str:
    return f"/{session.commune.slug}/seances/{session.number}{page}"


def _said(page: BeautifulSoup) -> str:
    return text(page.select_one("main"))


def _names(page: BeautifulSoup) -> list[str]:
    """Return whose receipts are on a page, by the first word of each."""
    return [text(one).split(",")[0] for one in page.select(".receipt__head > p")]


def _offered(page: BeautifulSoup) -> list[str]:
    return [text(one) for one in page.select("main form button")]


def test_all_at_once_is_for_who_did_something_and_has_none(
    sylvie: Browser, session: AssistedSession, idea: Proposal, ginette: Participant
) -> None:
    waits = a_participant(session=session)
    printed = a_participant(session=session)
    receipts.issue(printed, by=None, at=clock.now())
    a_support(of=idea, by=printed)  # since: the paper they hold opens that too
    for gone in ({"erased_at": clock.now()}, {"claimed_at": clock.now()}):
        a_support(of=idea, by=a_participant(session=session, **gone))
    held = printed.code_hash
    assert "Imprimer les reçus (1)" in _offered(sylvie.get(_address(session)))
    assert "1 personne n’a pas de reçu" in _said(sylvie.get(_address(session, "/fermer")))

    page = sylvie.post(_address(session, "/recus/imprimer"), status=200)

    assert _names(page) == [ginette.display_name]
    assert (waits.code_hash, printed.code_hash) == ("", held)
    assert "Imprimer les reçus" in _offered(sylvie.get(_address(session)))
    assert "pas de reçu" not in _said(sylvie.get(_address(session, "/fermer")))
    again = sylvie.post(_address(session, "/recus/imprimer"), status=200)
    assert (_names(again), text(again.h1)) == ([], "Aucun reçu à imprimer")


def test_who_did_nothing_yet_gets_one_when_it_is_asked_for_them(
    sylvie: Browser, session: AssistedSession
) -> None:
    waits = a_participant(session=session, display_name="Tilleul")

    page = sylvie.get(_address(session, "/recus"))

    assert _offered(page) == ["Imprimer le reçu de Tilleul"]
    assert "Rien à imprimer pour le moment" in _said(page)
    one = sylvie.post(_address(session, f"/recus/{waits.place}/imprimer"), status=200)
    assert _names(one) == ["Tilleul"]


def test_what_was_rehearsed_in_a_practice_counts_and_its_receipt_says_what_it_is(
    browser: Browser,
) -> None:
    practice = an_assisted_session(is_practice=True)
    a_participant(session=practice, rehearsed=1)
    browser.sign_in(practice.facilitator)

    page = browser.post(_address(practice, "/recus/imprimer"), status=200)

    assert "Entraînement : rien ne compte." in text(page.select_one(".receipt"))


def test_who_takes_their_accord_back_is_offered_the_receipt_that_takes_the_rest_back(
    sylvie: Browser, app: Flask, session: AssistedSession, idea: Proposal, ginette: Participant
) -> None:
    """The page of the accord promises that she withdraws with the code of her receipt."""
    accord = _address(session, f"/personnes/{ginette.place}/accord")
    assert "Elle n’a pas encore de reçu" in _said(sylvie.get(accord))

    page = sylvie.submit(accord, {"confirmed": "y"})

    assert "Imprimer son reçu" in _offered(page)
    assert "Imprimer le reçu de Ginette" in _offered(sylvie.get(_address(session, "/recus")))
    printed = sylvie.post(_address(session, "/recus/imprimer"), status=200)
    assert _names(printed) == ["Ginette"]
    at_home = Browser(app)
    home = f"/{session.commune.slug}"
    code = text(printed.select_one(".receipt__code"))
    shown = at_home.submit(f"{home}/suivi", {"receipt_code": code})
    assert "Retirer mon soutien" in _said(shown)
    at_home.post(f"{home}/suivi/soutiens/{idea.number}/retirer", status=303)
    db.session.refresh(idea)
    assert idea.supports_count == 0


def test_who_takes_their_accord_back_and_did_nothing_has_nothing_to_print(
    sylvie: Browser, session: AssistedSession
) -> None:
    listens = a_participant(session=session)

    page = sylvie.submit(
        _address(session, f"/personnes/{listens.place}/accord"), {"confirmed": "y"}
    )

    assert "Accord retiré" in _said(page)
    assert _offered(sylvie.get(_address(session, "/recus"))) == []


def test_a_paper_whose_accord_was_taken_back_gets_its_first_receipt_after_the_session(
    session: AssistedSession, ginette: Participant, noon: datetime
) -> None:
    session.closed_at = noon
    people.revoke_consent(ginette, by=session.facilitator, at=noon)

    assert queries.without_receipt(session) == [ginette]
    assert receipts.issue(ginette, by=session.facilitator, at=noon + AN_HOUR)
    assert queries.without_receipt(session) == []


def test_who_left_without_a_receipt_is_given_one_by_two_after_the_session(
    sylvie: Browser, session: AssistedSession, idea: Proposal, noon: datetime
) -> None:
    left = a_participant(session=session)
    a_support(of=idea, by=left)
    session.closed_at = noon
    db.session.commit()

    page = sylvie.get(_address(session, f"/personnes/{left.place}"))

    assert "Demander un reçu, à deux" in _said(page)
    assert "Imprimer son reçu" not in _said(page)
    sylvie.post(_address(session, f"/recus/{left.place}/imprimer"), status=422)


@pytest.mark.parametrize("gone", ["erased_at", "claimed_at"])
def test_who_erased_or_claimed_gets_no_code(
    session: AssistedSession, noon: datetime, gone: str
) -> None:
    with pytest.raises(NothingToOpen):
        receipts.issue(a_participant(session=session, **{gone: noon}), by=None, at=noon)
