"""The code of a receipt: shown once, kept nowhere, hard to guess; and the receipts themselves."""

import logging
import re
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import text as sql

from participe.assistance.errors import SessionOver, WrongCode
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import receipts
from participe.extensions import db
from participe.kernel import clock, codes, limits
from participe.kernel.limits import TooOften
from tests.assistance.guessing import a_code
from tests.browser import Browser, text
from tests.factories import (
    a_commune,
    a_facilitator,
    a_participant,
    a_proposal,
    a_resident,
    a_support,
    an_assisted_session,
)

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database
    return an_assisted_session()


@pytest.fixture
def mesange(session: AssistedSession) -> Participant:
    return a_participant(session=session, display_name="Mésange")


def test_a_code_opens_however_it_is_typed(
    session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    code = receipts.issue(mesange, by=None, at=noon)
    db.session.commit()

    shown = codes.format_code(code)
    for typed in (code, shown, shown.lower().replace("-", " "), f"VALB-{shown}"):
        assert receipts.find_by_code(session.commune, typed, at=noon) is mesange


def test_a_new_code_kills_the_former(
    session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    former = receipts.issue(mesange, by=None, at=noon)
    newer = receipts.issue(mesange, by=None, at=noon)
    db.session.commit()

    assert receipts.find_by_code(session.commune, newer, at=noon) is mesange
    with pytest.raises(WrongCode):
        receipts.find_by_code(session.commune, former, at=noon)


def test_no_two_codes_of_a_commune_begin_alike(
    session: AssistedSession, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["AAA000000000", "AAA111111111", "BBB000000000"])
    monkeypatch.setattr(codes, "new_code", lambda _groups: next(drawn))

    for _ in range(2):
        receipts.issue(a_participant(session=session), by=None, at=noon)

    prefixes = db.session.scalars(db.select(Participant.code_prefix)).all()
    assert sorted(prefixes) == ["AAA", "BBB"]


def test_no_code_is_given_out_after_the_session(
    session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    """A-9: afterwards a facilitator could open what is the person's with a code of their own."""
    session.closed_at = noon

    with pytest.raises(SessionOver):
        receipts.issue(mesange, by=session.facilitator, at=noon + timedelta(minutes=1))


def test_a_code_does_nothing_in_another_commune(mesange: Participant, noon: datetime) -> None:
    """T-141, A-22."""
    code = receipts.issue(mesange, by=None, at=noon)
    db.session.commit()

    with pytest.raises(WrongCode):
        receipts.find_by_code(a_commune(), code, at=noon)


def test_a_wrong_code_is_told_and_compared_the_same_whether_it_begins_well_or_not(
    session: AssistedSession,
    mesange: Participant,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """T-144: the same sentence, and one slow comparison each."""
    code = receipts.issue(mesange, by=None, at=noon)
    db.session.commit()
    compared = []
    verify = codes.verify_short_code
    monkeypatch.setattr(
        codes, "verify_short_code", lambda *args: compared.append(args) or verify(*args)
    )

    said = []
    for prefix in (code[:3], _other_prefix(code)):
        with pytest.raises(WrongCode) as refused:
            receipts.find_by_code(session.commune, a_code(prefix), at=noon)
        said.append(str(refused.value))

    assert said == ["Ce code n’ouvre rien ici. Vérifiez les lettres. Le 0 est un zéro."] * 2
    assert len(compared) == 2
    memory = {re.search(r"m=\d+,t=\d+", hashed) and hashed[:30] for _code, hashed in compared}
    assert len(memory) == 1


def test_what_cannot_be_a_code_is_refused_in_the_same_words_and_counts_no_try(
    session: AssistedSession, noon: datetime
) -> None:
    for typed in ("", "bonjour", "7KQ4-M2XR", "bonjour" * 50):
        with pytest.raises(WrongCode):
            receipts.find_by_code(session.commune, typed, at=noon)

    assert not db.session.execute(sql("SELECT count(*) FROM limit_counter")).scalar()


def test_guessing_one_beginning_is_stopped(
    session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    """T-140: ten tries in a quarter of an hour, from wherever they come."""
    code = receipts.issue(mesange, by=None, at=noon)
    db.session.commit()
    for _ in range(10):
        with pytest.raises(WrongCode):
            receipts.find_by_code(session.commune, a_code(code[:3]), at=noon)

    for typed in (a_code(code[:3]), code):
        with pytest.raises(TooOften):
            receipts.find_by_code(session.commune, typed, at=noon)
    later = noon + timedelta(minutes=15)
    assert receipts.find_by_code(session.commune, code, at=later) is mesange


def test_a_year_of_guessing_finds_one_code_in_a_hundred_thousand_communes() -> None:
    """T-140: the second row of the table in docs/adr/0032, with every beginning in use."""
    limit = receipts.TRIED_IN_COMMUNE
    tries = limit.times * (timedelta(days=366) / limit.window)
    chance = len(codes.ALPHABET) ** (receipts.LENGTH - receipts.PREFIX - 1)

    assert tries / chance < 1e-5
    assert receipts.TRIED.times * (timedelta(days=366) / receipts.TRIED.window) / chance < 1e-6


def test_guessing_all_over_a_commune_is_stopped(
    session: AssistedSession, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-140: whatever their beginnings."""
    fewer = limits.Limit("few", 5, timedelta(hours=1))
    monkeypatch.setattr(receipts, "TRIED_IN_COMMUNE", fewer)
    tries = [a_code(prefix) for prefix in ("000", "111", "222", "333", "444", "555")]
    for typed in tries[: fewer.times]:
        with pytest.raises(WrongCode):
            receipts.find_by_code(session.commune, typed, at=noon)

    with pytest.raises(TooOften):
        receipts.find_by_code(session.commune, tries[-1], at=noon)


def test_neither_the_database_nor_the_logs_nor_an_address_holdsa_code(
    app: Flask,
    browser: Browser,
    session: AssistedSession,
    mesange: Participant,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """T-142, with the quick hashes of forms that were sent."""
    caplog.set_level(logging.DEBUG)
    a_proposal(consultation=session.consultation, author=mesange)
    printed = _print_all(browser, session)
    shown = CODE.search(str(printed))
    assert shown
    visitor = Browser(app)
    visitor.get(f"/{session.commune.slug}/suivi")
    answer = visitor.open("POST", f"/{session.commune.slug}/suivi", {"receipt_code": shown[0]})
    page = visitor.get(answer.location)

    code = codes.normalise(shown[0])
    dump = [str(row) for table in db.metadata.sorted_tables for row in _rows(table.name)]
    kept = "\n".join([*dump, caplog.text, answer.location, str(page), str(answer.headers)])
    assert code not in kept
    assert shown[0] not in kept
    assert mesange.code_hash.startswith("$argon2id$")


def test_the_facilitator_prints_who_has_none_yet_and_each_goes_home_with_what_they_did(
    browser: Browser, session: AssistedSession, mesange: Participant
) -> None:
    proposal = a_proposal(
        consultation=session.consultation, author=mesange, title="Planter des arbres"
    )
    a_support(of=proposal, by=mesange)
    gone = a_participant(session=session, display_name="Partie", erased_at=clock.now())

    page = _print_all(browser, session)

    receipt = text(page.select_one(".receipt"))
    assert len(page.select(".receipt")) == 1
    assert "Merci d’avoir participé Mésange, séance accompagnée du 4 mai 2030" in receipt
    assert "1 proposition : « Planter des arbres »" in receipt
    assert "1 soutien" in receipt
    assert CODE.search(receipt)
    assert page.select_one(".receipt svg[role=img]")
    assert gone.code_hash == ""


def test_the_page_with_the_codes_is_shown_once(
    browser: Browser, session: AssistedSession, mesange: Participant
) -> None:
    """A-7: the same form sent again leads back to the list, and makes no code."""
    a_proposal(consultation=session.consultation, author=mesange)
    browser.sign_in(session.facilitator)
    path = f"/{session.commune.slug}/seances/{session.number}/recus/imprimer"
    fields = {"form_key": "k" * 40}
    first = browser.open("POST", path, fields)
    before = mesange.code_hash

    again = browser.open("POST", path, fields)

    assert first.headers["Cache-Control"] == "no-store"
    assert (again.status_code, again.location) == (303, path.removesuffix("/imprimer"))
    db.session.refresh(mesange)
    assert mesange.code_hash == before
    assert "Refaire le reçu" in text(browser.get(again.location).select_one("main"))


def test_a_receipt_is_made_anew_for_one_person(
    browser: Browser, session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    former = receipts.issue(mesange, by=None, at=noon)
    db.session.commit()
    path = f"/{session.commune.slug}/seances/{session.number}/recus/{mesange.place}/imprimer"

    page = browser.sign_in(session.facilitator).post(path, status=200)

    assert len(page.select(".receipt")) == 1
    with pytest.raises(WrongCode):
        receipts.find_by_code(session.commune, former, at=noon)


def test_nobody_else_prints_receipts(
    app: Flask, session: AssistedSession, mesange: Participant
) -> None:
    path = f"/{session.commune.slug}/seances/{session.number}/recus"
    for who in (a_facilitator(commune=session.commune), a_resident(commune=session.commune)):
        assert Browser(app).sign_in(who).open("GET", path).status_code == 403
        assert Browser(app).sign_in(who).open("POST", f"{path}/imprimer").status_code == 403
    assert mesange.code_hash == ""


def test_at_a_station_one_sees_ones_own_code_once(
    browser: Browser, session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    browser.sign_in(mesange)
    path = f"/{session.commune.slug}/poste/recu"
    assert "Voir mon code" in text(browser.get(path).select_one("main"))

    page = browser.post(f"{path}/code", status=200)

    shown = CODE.search(text(page.select_one(".receipt")))
    assert shown
    assert receipts.find_by_code(session.commune, shown[0], at=noon) is mesange
    assert "Voir un autre code" in text(browser.get(path).select_one("main"))


def test_the_qr_leads_to_what_is_public_of_the_session_and_to_no_code(
    browser: Browser, session: AssistedSession, mesange: Participant
) -> None:
    a_proposal(consultation=session.consultation, author=mesange, title="Planter des arbres")
    a_proposal(
        consultation=session.consultation,
        author=mesange,
        title="Une idée retirée",
        withdrawn_at=clock.now(),
    )

    page = browser.get(f"/{session.commune.slug}/s/{session.number}")

    assert "Planter des arbres" in text(page.select_one("main"))
    assert "Une idée retirée" not in str(page)
    assert page.select_one("form[action$='/suivi'] [name=receipt_code]")
    browser.get(f"/{session.commune.slug}/s/7KQ4-M2XR-9ABC", status=404)


def test_a_practice_session_has_no_public_page(browser: Browser) -> None:
    practice = an_assisted_session(is_practice=True)

    browser.get(f"/{practice.commune.slug}/s/{practice.number}", status=404)


def _print_all(browser: Browser, session: AssistedSession) -> BeautifulSoup:
    browser.sign_in(session.facilitator)
    path = f"/{session.commune.slug}/seances/{session.number}/recus"
    assert "Imprimer le" in text(browser.get(path).select_one("main"))
    return browser.post(f"{path}/imprimer", status=200)


def _rows(table: str) -> list[object]:
    return list(db.session.execute(sql(f'SELECT * FROM "{table}"')))  # noqa: S608


def _other_prefix(code: str) -> str:
    return "ZZZ" if code[:3] != "ZZZ" else "YYY"
