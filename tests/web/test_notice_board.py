"""The sheet of the month: what is put up in the commune and its EPN (R6)."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.assistance.queries import month_sheet as sheets
from participe.commitments.models import State
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.months import Month
from participe.proposals.models import Outcome
from participe.texts.models import RemarkDecision, TextVersion, Verdict, Wording
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import (
    a_commitment,
    a_commune,
    a_consultation,
    a_participant,
    a_phase,
    a_proposal,
    a_remark,
    a_space,
    a_text,
    an_answer,
    an_assisted_session,
)
from tests.reports.closing import a_closed_consultation, a_published_report
from tests.statements import counted_queries

pytestmark = on_both

ONE_DAY = timedelta(days=1)
APRIL = Month(2030, 4)
MOST_STATEMENTS = 14


@pytest.fixture
def commune(app: Flask, noon: datetime) -> Commune:  # noqa: ARG001 -- a database to be in
    return a_commune(opened_at=noon - 100 * ONE_DAY, telephone="081 12 34 56")


@pytest.fixture
def consultation(commune: Commune) -> Consultation:
    """Give a consultation that opened in April and closes in June."""
    return a_consultation(
        commune=commune, phases=[a_phase(PhaseKind.PROPOSE, opens=-15, closes=40)]
    )


def test_it_tells_answers_commitments_what_opened_and_where_one_is_helped(
    browser: Browser, commune: Commune, consultation: Consultation, noon: datetime
) -> None:
    april = noon - 10 * ONE_DAY
    consultation.published_at = april
    session = an_assisted_session(
        consultation=consultation,
        space=a_space(commune=commune, name="EPN du Ronquet", telephone="081 99 88 77"),
        opened_at=None,
        planned_for=noon + 3 * ONE_DAY,
    )
    author = a_participant(session=an_assisted_session(consultation=consultation))
    author.display_name = "Mésange Canari"
    proposal = a_proposal(consultation=consultation, author=author, title="Planter des arbres")
    refused = a_proposal(consultation=consultation, title="Un téléphérique")
    an_answer(to=proposal, published_at=april, what_we_do="Quatre tilleuls. En novembre.")
    an_answer(to=refused, published_at=april, outcome=Outcome.REFUSED, why_not="C’est trop cher.")
    kept = {"state": State.KEPT, "closed_at": april, "made_at": april - 40 * ONE_DAY}
    a_commitment(to=a_proposal(consultation=consultation), what="Réparer le pont", **kept)
    late = {"due_on": april.date(), "made_at": april - 40 * ONE_DAY}
    a_commitment(to=a_proposal(consultation=consultation), what="Ouvrir la passerelle", **late)
    elsewhere = a_proposal(consultation=consultation, title="Un bus le soir")
    an_answer(to=elsewhere, published_at=april, outcome=Outcome.NOT_OURS, who_decides="le TEC")
    db.session.commit()

    page = browser.get(f"/{commune.slug}/valves/2030-04")

    said = text(page.select_one("main"))
    assert "Planter des arbres : acceptée. Quatre tilleuls." in said
    assert "En novembre." not in said
    assert "Un téléphérique : refusée, avec une raison. C’est trop cher." in said
    assert "Un bus le soir : ce n’est pas la commune qui décide. Qui décide : le TEC." in said
    assert "Réparer le pont" in said
    assert "Ouvrir la passerelle" in said
    assert f"{consultation.title} : ouverte le 24 avril 2030" in said
    assert f"{consultation.title} : jusqu’au" in said
    assert "mardi 7 mai, 12 h, EPN du Ronquet" in said
    assert "081 99 88 77" in said
    assert session.space.address in said
    assert "Canari" not in str(page)
    assert page.select_one(".wall__head svg[role=img]")  # the way to the site, on the first page
    assert browser.client.get(f"/{commune.slug}/valves/2030-04").headers.getlist("Set-Cookie") == []


def test_a_new_version_of_a_text_tells_how_many_remarks_it_decided_on(
    browser: Browser, consultation: Consultation, noon: datetime
) -> None:
    """R2."""
    april = noon - 10 * ONE_DAY
    discussed = a_text(consultation=consultation)
    staff = consultation.created_by
    second = TextVersion(
        text=discussed,
        number=2,
        begun_by=staff,
        begun_at=april,
        published_by=staff,
        published_at=april,
    )
    wording = db.session.scalars(db.select(Wording)).one()
    said = {"verdict": Verdict.KEPT, "reason": "C’est juste.", "decided_at": april}
    decision = RemarkDecision(version=second, decided_by_id=staff.id, **said)
    for gone in ({}, {}, {"hidden_at": noon, "hidden_reason": "Insulte."}):
        a_remark(on=wording, **gone).decision = decision
    db.session.commit()

    page = browser.get(f"/{consultation.commune.slug}/valves/2030-04")

    said_there = text(page.select_one("main"))
    assert f"{discussed.title} : version 2, le 24 avril 2030." in said_there
    assert "La commune a pris une décision sur 2 avis" in said_there


def test_an_empty_month_says_so(browser: Browser, commune: Commune) -> None:
    page = browser.get(f"/{commune.slug}/valves/2030-04")

    assert "Rien de nouveau ce mois-là." in text(page.select_one("main"))


def test_a_bilan_is_told_in_one_sentence(browser: Browser, noon: datetime) -> None:
    consultation = a_closed_consultation()
    consultation.commune.opened_at = noon - 100 * ONE_DAY
    a_published_report(consultation).published_at = noon - ONE_DAY
    db.session.commit()
    month = Month.of(noon)

    page = browser.get(f"/{consultation.commune.slug}/valves/{month}")

    assert "Ce que les consultations ont donné" in text(page.select_one("main"))


def test_the_month_under_way_says_that_it_is_not_over(browser: Browser, commune: Commune) -> None:
    page = browser.get(f"/{commune.slug}/valves/2030-05")

    assert "Ce mois n’est pas fini." in text(page.select_one("main"))
    assert "dernier mois fini" not in text(page.select_one("main"))


def test_an_old_sheet_tells_nothing_of_now(
    browser: Browser, consultation: Consultation, noon: datetime
) -> None:
    an_assisted_session(consultation=consultation, opened_at=None, planned_for=noon + 3 * ONE_DAY)

    page = browser.get(f"/{consultation.commune.slug}/valves/2030-02")

    said = text(page.select_one("main"))
    assert "Prochaines séances accompagnées" not in said
    assert "Vous pouvez encore participer" not in said


@pytest.mark.parametrize(
    "month",
    [
        "2030-06",
        "2030-01",
        "2030-4",
        "2030-00",
        "2030-13",
        "2030-04-01",
        "٢٠٣٠-٠٤",
        "9999-12",
        "avril",
    ],
)
def test_odd_months_the_future_and_the_time_before_us_are_not_found(
    browser: Browser, commune: Commune, month: str
) -> None:
    commune.opened_at = clock.now() - 80 * ONE_DAY  # in February
    db.session.commit()

    browser.get(f"/{commune.slug}/valves/{month}", status=404)


def test_the_notice_board_leads_to_the_month_that_is_over(
    browser: Browser, commune: Commune
) -> None:
    answer = browser.open("GET", f"/{commune.slug}/valves")

    assert answer.location.endswith(f"/{commune.slug}/valves/2030-04")
    page = browser.get(answer.location)
    assert "C’est la feuille du dernier mois fini : avril 2030." in text(page.select_one("main"))
    under_way = page.select_one("main a[href$='/valves/2030-05']")
    assert text(under_way) == "Mois en cours, jusqu’à aujourd’hui : mai 2030"


def test_a_new_commune_begins_with_its_first_month(browser: Browser, noon: datetime) -> None:
    commune = a_commune(opened_at=noon)

    answer = browser.open("GET", f"/{commune.slug}/valves")

    assert answer.location.endswith("/valves/2030-05")


def test_what_waits_at_the_end_of_a_month_is_late_there_even_if_kept_since(
    commune: Commune, consultation: Consultation, noon: datetime
) -> None:
    """R5: a late promise stays told as late on the sheet of its month."""
    late = {"due_on": (noon - 20 * ONE_DAY).date(), "made_at": noon - 60 * ONE_DAY}
    commitment = a_commitment(
        to=a_proposal(consultation=consultation), state=State.KEPT, closed_at=noon, **late
    )

    april = sheets.read(commune, APRIL, noon)
    may = sheets.read(commune, APRIL.next, noon + ONE_DAY)

    assert (list(april.late), list(april.kept)) == ([commitment], [])
    assert (list(may.late), list(may.kept)) == ([], [commitment])


def test_a_busy_month_costs_no_more_queries(
    browser: Browser, commune: Commune, consultation: Consultation, noon: datetime
) -> None:
    for _one in range(12):
        proposal = a_proposal(consultation=consultation)
        an_answer(to=proposal, published_at=noon - 10 * ONE_DAY)
        a_commitment(
            to=a_proposal(consultation=consultation),
            made_at=noon - 60 * ONE_DAY,
            due_on=(noon - 20 * ONE_DAY).date(),
        )

    with counted_queries() as statements:
        page = browser.get(f"/{commune.slug}/valves/2030-04")

    assert "Et 8 autres, sur le site." in text(page.select_one("main"))
    assert len(statements) <= MOST_STATEMENTS
