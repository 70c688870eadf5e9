"""The home page of a commune: what one can do, and how the commune keeps its side (R5, R10)."""

import gzip
import re
from datetime import timedelta
from typing import Any

import pytest

from participe.commitments.models import State
from participe.communes.models import DigitalSpace
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Outcome, Proposal
from participe.reports.queries import counting
from tests.browser import Browser, text
from tests.factories import (
    a_commitment,
    a_commune,
    a_consultation,
    a_phase,
    a_proposal,
    a_support,
    an_answer,
)
from tests.reports.closing import a_closed_consultation, a_published_report
from tests.statements import counted_queries

MOST_BYTES = 15_000
MOST_STATEMENTS = 12


def refused(**values: Any) -> Proposal:
    """Make a proposition that the commune refused."""
    proposal = a_proposal(**values)
    an_answer(to=proposal, outcome=Outcome.REFUSED, why_not="Trop cher.")
    return proposal


class TestNow:
    def test_a_card_says_what_one_can_do_until_when_with_whom_and_the_promise(
        self, browser: Browser
    ) -> None:
        consultation = a_consultation(phases=[a_phase(PhaseKind.REACT, closes=6)])
        proposal = a_proposal(consultation=consultation)
        for _person in range(5):
            a_support(of=proposal)

        page = browser.get(f"/{consultation.commune.slug}")

        card = text(page.select_one(".card"))
        assert "Se termine dans 6 jours" in card
        assert "Vous pouvez donner un avis sur le texte." in card
        assert "Au moins 5 personnes participent." in card
        assert "Réponse promise avant le" in card

    def test_as_many_are_told_as_on_the_page_of_the_consultation(self, browser: Browser) -> None:
        """R10, G-7: a number that moves is told rounded down, or two readings tell who came."""
        consultation = a_consultation()
        for _person in range(13):
            a_proposal(consultation=consultation)
        home = f"/{consultation.commune.slug}"

        card = text(browser.get(home).select_one(".card"))
        page = text(browser.get(f"{home}/consultations/{consultation.slug}").main)

        assert "Au moins 10 personnes participent." in card
        assert "Au moins 10 personnes ont participé." in page
        assert "13" not in card

    def test_from_the_bilan_on_its_number_is_told(self, browser: Browser) -> None:
        consultation = a_closed_consultation()
        for _person in range(13):
            a_proposal(consultation=consultation)
        a_published_report(consultation)

        card = browser.get(f"/{consultation.commune.slug}").select_one(".card")

        assert "13 personnes ont participé." in text(card)

    def test_four_people_are_too_few_to_be_counted(self, browser: Browser) -> None:
        """R10."""
        consultation = a_consultation()
        for _person in range(4):
            a_proposal(consultation=consultation)

        page = browser.get(f"/{consultation.commune.slug}")

        assert "participe." not in text(page.select_one(".card"))
        assert "participent." not in text(page.select_one(".card"))

    def test_at_most_four_are_shown_what_one_can_take_part_in_first(self, browser: Browser) -> None:
        commune = a_commune()
        a_consultation(
            commune=commune, title="Une réponse", phases=[a_phase(PhaseKind.ANSWER, closes=1)]
        )
        for closes in (5, 4, 3, 2):
            phases = [a_phase(PhaseKind.PROPOSE, closes=closes)]
            a_consultation(commune=commune, title=f"Encore {closes} jours", phases=phases)

        page = browser.get(f"/{commune.slug}")

        titles = [text(title) for title in page.select(".card__title")]
        assert titles == [f"Encore {closes} jours" for closes in (2, 3, 4, 5)]
        assert "Voir toutes les consultations" in text(page.main)

    def test_where_nothing_is_open_it_says_so_and_what_opens_next(self, browser: Browser) -> None:
        commune = a_commune()
        a_consultation(
            commune=commune,
            title="Les écoles",
            phases=[a_phase(PhaseKind.PROPOSE, opens=5, closes=9)],
        )

        page = browser.get(f"/{commune.slug}")

        assert "Aucune consultation n’est ouverte en ce moment." in text(page.main)
        assert "La prochaine ouvre le 9 mai 2030 : Les écoles" in text(page.main)


class TestItsSide:
    def test_refusals_are_there_with_the_days_they_took(self, browser: Browser) -> None:
        """R5: refusals make the acceptances credible."""
        proposal = refused(
            title="Rouvrir la piscine",
            published_at=clock.now() - timedelta(days=28),
            threshold_reached_at=clock.now() - timedelta(days=28),
            due_on=clock.day_of(clock.now() - timedelta(days=3)),
        )

        page = browser.get(f"/{proposal.commune.slug}")

        said = text(page.select_one("[aria-labelledby=answered]"))
        assert "Refusée, avec une raison Rouvrir la piscine" in said
        assert "Répondu en 28 jours. C’est en retard de 3 jours." in said

    def test_refusals_are_not_kept_quiet_when_newer_answers_say_yes(self, browser: Browser) -> None:
        """R5: what is newest is shown; that the commune refused too of late is said beside it."""
        old = refused(title="Rouvrir la piscine")
        old.answered_at = clock.now() - timedelta(days=100)
        for days in (20, 30):
            lately = refused(consultation=old.consultation)
            lately.answered_at = clock.now() - timedelta(days=days)
        db.session.commit()
        for _ in range(3):
            an_answer(to=a_proposal(consultation=old.consultation))

        answered = browser.get(f"/{old.commune.slug}").select_one("[aria-labelledby=answered]")
        link = answered.select_one("a[href*=etat]")

        assert "Refusée" not in text(answered)
        assert "La commune a aussi refusé 2 propositions depuis trois mois." in text(answered)
        assert text(link) == "Lire pourquoi"
        assert "Rouvrir la piscine" in text(browser.get(link["href"]).main)

    def test_promises_kept_and_late_are_there(self, browser: Browser) -> None:
        late = a_commitment(due_on=clock.day_of(clock.now()) - timedelta(days=5), what="Un toit.")
        a_commitment(
            to=a_proposal(consultation=late.consultation),
            what="Un banc.",
            state=State.KEPT,
            closed_at=clock.now() - timedelta(days=1),
        )

        page = browser.get(f"/{late.commune.slug}")

        said = text(page.select_one("[aria-labelledby=commitments]"))
        assert "Tenu" in said
        assert "Un banc." in said
        assert "En retard de 5 jours Un toit." in said

    def test_a_published_bilan_is_there_with_its_first_sentence(self, browser: Browser) -> None:
        report = a_published_report()

        page = browser.get(f"/{report.consultation.commune.slug}")

        said = text(page.select_one("[aria-labelledby=reports]"))
        assert said.endswith("La place garde ses arbres.")


class TestWithoutAComputer:
    def test_places_telephone_and_paper_are_named(self, browser: Browser) -> None:
        """R6."""
        commune = a_commune(telephone="081 22 33 44")
        db.session.add(
            DigitalSpace(commune_id=commune.id, name="EPN", address="Rue Haute", hours="Le lundi")
        )
        db.session.commit()

        page = browser.get(f"/{commune.slug}")

        said = text(page.select_one("[aria-labelledby=without]"))
        assert "EPN, Rue Haute. Le lundi" in said
        assert "Par téléphone : 081 22 33 44." in said
        assert "Sur papier" in said


def test_a_full_page_is_light_and_asks_little_of_the_database(browser: Browser) -> None:
    commune = a_commune()
    for _consultation in range(4):
        consultation = a_consultation(commune=commune)
        refused(consultation=consultation).answered_at = clock.now() - timedelta(days=1)
    for _commitment in range(3):
        a_commitment(
            to=a_proposal(consultation=consultation),
            due_on=clock.day_of(clock.now()) - timedelta(days=5),
        )
        a_published_report(a_closed_consultation(commune=commune))

    with counted_queries() as statements:
        response = browser.open("GET", f"/{commune.slug}")

    assert len(statements) <= MOST_STATEMENTS, statements
    assert len(gzip.compress(response.data)) <= MOST_BYTES


@pytest.mark.usefixtures("app")
def test_counting_for_the_home_page_reads_no_whole_table() -> None:
    consultation = a_consultation()

    with counted_queries() as statements:
        counting.crowds([consultation])

    values = (1,) * statements[-1].count("?")
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statements[-1]}", values)
    assert not [row.detail for row in plan if re.match(r"SCAN (?!anon)", row.detail)]
