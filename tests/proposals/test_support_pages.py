"""Tests of participe.proposals.views.supporting."""

from datetime import datetime

import pytest
from flask import Flask

from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal, Support
from tests.accounts.signing import codes_sent, sign_in
from tests.browser import Browser, text
from tests.factories import a_consultation, a_phase, a_proposal, a_resident, a_support
from tests.proposals.test_page import page_of, short
from tests.statements import counted_queries


def refreshed(proposal: Proposal) -> int:
    db.session.refresh(proposal)
    return proposal.supports_count


class TestSupport:
    def test_a_person_supports_with_one_button(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(a_resident(commune=proposal.commune))

        page = browser.submit(short(proposal, "/soutenir"))

        assert "Vous soutenez cette proposition. Merci." in text(page.main)
        assert refreshed(proposal) == 1

    def test_a_second_time_is_no_fault_and_changes_nothing(self, browser: Browser) -> None:
        support = a_support(of=a_proposal())
        browser.sign_in(support.person)

        page = browser.submit(short(support.proposal, "/soutenir"))

        assert "Vous soutenez déjà cette proposition." in text(page.main)
        assert refreshed(support.proposal) == 1

    def test_a_get_never_supports(self, browser: Browser) -> None:
        """T-60: not even when a mail program opens every link."""
        proposal = a_proposal()
        browser.sign_in(a_resident(commune=proposal.commune))

        page = browser.get(short(proposal, "/soutenir"))

        assert text(page.h1) == "Soutenir cette proposition"
        assert refreshed(proposal) == 0

    def test_a_visitor_signs_in_and_the_support_is_there(
        self, app: Flask, browser: Browser
    ) -> None:
        proposal = a_proposal()
        person, sent = a_resident(commune=proposal.commune), codes_sent(app)
        asked = browser.get(short(proposal, "/soutenir"))
        assert "votre e-mail" in text(asked.main)

        browser.submit(short(proposal, "/soutenir"))
        page = sign_in(browser, proposal.commune, sent, str(person.email))

        assert text(page.h1) == proposal.title
        assert "Vous soutenez cette proposition. Merci." in text(page.main)
        assert refreshed(proposal) == 1
        assert db.session.query(Support).one().person_id == person.id

    def test_who_signs_in_too_late_is_told_so(
        self, app: Flask, browser: Browser, noon: datetime
    ) -> None:
        proposal = a_proposal(
            consultation=a_consultation(phases=[a_phase(PhaseKind.PROPOSE, closes=0.01)])
        )
        person, sent = a_resident(commune=proposal.commune), codes_sent(app)
        browser.submit(short(proposal, "/soutenir"))
        proposal.consultation.phases[0].closes_at = noon
        db.session.commit()

        page = sign_in(browser, proposal.commune, sent, str(person.email))

        assert text(page.h1) == proposal.title
        assert "Cette étape est finie" in text(page.main)
        assert refreshed(proposal) == 0

    def test_when_closed_nothing_is_asked_of_a_visitor(self, browser: Browser) -> None:
        proposal = a_proposal(
            consultation=a_consultation(phases=[a_phase(PhaseKind.PROPOSE, opens=-9, closes=-1)])
        )

        asked = browser.get(short(proposal, "/soutenir"))
        page = browser.submit(short(proposal, "/soutenir"))

        assert not asked.select("main form")
        assert text(page.h1) == proposal.title
        assert "Cette étape est finie" in text(page.select_one(".notice-box--danger"))

    def test_people_of_another_commune_are_visitors_here(self, browser: Browser) -> None:
        proposal, elsewhere = a_proposal(), a_resident()
        browser.sign_in(elsewhere)

        response = browser.open("POST", short(proposal, "/soutenir"))

        assert response.status_code == 303
        assert response.location.endswith("/connexion")
        assert refreshed(proposal) == 0

    def test_it_costs_few_queries(self, browser: Browser) -> None:
        """T12 asks for seven; the key of the form, kept with its effect, takes the three last."""
        proposal = a_proposal()
        address = short(proposal, "/soutenir")
        browser.sign_in(a_resident(commune=proposal.commune))

        with counted_queries() as statements:
            browser.open("POST", address)

        assert len(statements) <= 9, statements


class TestWithdrawSupport:
    def test_it_takes_the_support_back(self, browser: Browser) -> None:
        support = a_support(of=a_proposal())
        browser.sign_in(support.person)

        page = browser.submit(short(support.proposal, "/retirer-mon-soutien"))

        assert "Votre soutien est retiré." in text(page.main)
        assert refreshed(support.proposal) == 0

    def test_without_a_support_it_says_so(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(a_resident(commune=proposal.commune))

        page = browser.submit(short(proposal, "/retirer-mon-soutien"))

        assert "Vous ne soutenez pas cette proposition." in text(page.main)


class TestMySpace:
    def test_it_lists_what_one_proposed_and_supports(self, browser: Browser) -> None:
        mine = a_proposal(title="Une fontaine")
        other = a_proposal(title="Un verger", consultation=mine.consultation)
        a_support(of=other, by=mine.author)  # type: ignore[arg-type]
        browser.sign_in(mine.author)  # type: ignore[arg-type]

        page = browser.get(f"/{mine.commune.slug}/mon-espace")

        links = [text(a) for a in page.select(".list__title a")]
        assert links.index("Une fontaine") < links.index("Un verger")

    def test_the_page_of_a_consultation_shows_three(self, browser: Browser) -> None:
        consultation = a_consultation()
        for _ in range(4):
            a_proposal(consultation=consultation, published_at=clock.now())

        page = browser.get(f"/{consultation.commune.slug}/consultations/{consultation.slug}")

        assert len(page.select("#proposals ~ .list > li")) == 3
        assert "Lire les 4 propositions" in text(page.main)


@pytest.mark.usefixtures("app")
def test_the_address_of_a_proposition_is_readable() -> None:
    proposal = a_proposal(title="Des arbres devant l’école !")

    assert page_of(proposal).endswith(f"/propositions/{proposal.number}-des-arbres-devant-l-ecole")
