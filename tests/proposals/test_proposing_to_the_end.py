"""Tests of the last steps of writing, by HTTP: closed, published, confirmed, hostile."""

from datetime import datetime

import pytest
from flask import Flask

from participe.consultations.models import Consultation, ConsultationSlug
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal, ProposalDraft
from participe.proposals.services.drafting import KEPT_FOR
from tests.browser import Browser, text
from tests.factories import ONE_DAY, a_consultation, a_phase, a_proposal, a_resident
from tests.proposals.drafting import a_draft
from tests.proposals.journey import AGE, sign_in, start, step, the_draft


class TestClosed:
    @pytest.fixture
    def closed(self, app: Flask) -> Consultation:
        return a_consultation(
            phases=[
                a_phase(PhaseKind.PROPOSE, opens=-9, closes=-1),
                a_phase(PhaseKind.DISCUSS, opens=-1, closes=5),
            ]
        )

    def test_the_page_says_since_when_and_what_comes(
        self, browser: Browser, closed: Consultation
    ) -> None:
        page = browser.get(start(closed), status=403)

        assert "Cette étape est finie depuis le 3 mai." in text(page.main)
        assert "discuter et soutenir" in text(page.main)

    def test_what_was_typed_meanwhile_is_on_the_page(
        self, browser: Browser, closed: Consultation
    ) -> None:
        """R-4."""
        fields = {"title": "Une fontaine", "body": "Place du marché."}

        page = browser.post(start(closed), fields, status=403)

        assert "Une fontaine" in text(page.main)
        assert "Place du marché." in text(page.main)

    def test_a_draft_can_still_be_discarded(self, browser: Browser, closed: Consultation) -> None:
        me = a_resident(commune=closed.commune)
        draft = a_draft(consultation=closed, person=me)

        browser.sign_in(me).submit(step(draft, "effacer"))

        assert db.session.query(ProposalDraft).count() == 0

    def test_what_is_not_public_does_not_exist(self, browser: Browser) -> None:
        hidden = a_consultation(published_at=None)

        browser.get(start(hidden), status=404)
        browser.get(f"/{hidden.commune.slug}/consultations/rien/proposer", status=404)

    def test_a_former_address_leads_to_the_present_one(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        db.session.add(
            ConsultationSlug(
                commune_id=consultation.commune_id, slug="ancien", consultation_id=consultation.id
            )
        )
        db.session.commit()

        old = browser.open("GET", f"/{consultation.commune.slug}/consultations/ancien/proposer")

        assert old.status_code == 301
        assert old.location.endswith(start(consultation))


class TestPublishing:
    def test_two_tabs_publish_one_proposition_and_both_confirm_it(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        """F-26: each tab has a form key of its own."""
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me)
        browser.sign_in(me)

        first = browser.open("POST", step(draft, "verifier"), AGE)
        second = browser.open("POST", step(draft, "verifier"), AGE)
        back = browser.open("GET", step(draft, "idee"))

        assert first.status_code == second.status_code == 303
        assert first.location == second.location == back.location
        assert db.session.query(Proposal).count() == 1

    def test_the_same_text_sent_again_leads_to_what_is_published(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me)
        again = a_draft(consultation=consultation, person=me)
        browser.sign_in(me)

        browser.submit(step(draft, "verifier"), AGE)
        page = browser.submit(step(again, "verifier"), AGE)

        assert "Vous avez déjà envoyé ce texte." in page.text
        assert text(page.h1) == "Une fontaine"
        assert db.session.query(Proposal).count() == 1

    def test_text_typed_in_another_tab_after_publication_is_shown_not_lost(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me)
        browser.sign_in(me)
        browser.submit(step(draft, "verifier"), AGE)

        page = browser.post(step(draft, "idee"), {"title": "Une fontaine ronde"}, status=409)

        assert text(page.h1) == "Votre idée est déjà publiée"
        assert "Une fontaine ronde" in text(page.main)

    def test_beyond_the_limit_the_page_says_so_and_the_draft_stays(
        self, app: Flask, browser: Browser, consultation: Consultation
    ) -> None:
        app.config["PROPOSALS_PER_PERSON"] = 0
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me)

        page = browser.sign_in(me).post(step(draft, "verifier"), AGE, status=422)

        assert "C’est le maximum." in text(page.select_one(".error-summary"))
        assert the_draft().title == "Une fontaine"

    def test_refused_after_sign_in_the_draft_is_theirs_and_the_reason_said(
        self, app: Flask, browser: Browser, consultation: Consultation, codes: list[str]
    ) -> None:
        browser.submit(start(consultation), {"title": "Une fontaine"})
        browser.submit(step(the_draft(), "verifier"), AGE)
        app.config["PROPOSALS_PER_PERSON"] = 0

        page = browser.get(sign_in(browser, consultation, codes))

        assert text(page.h1) == "Vérifiez avant de publier"
        assert "C’est le maximum." in page.text
        assert the_draft().person.display_name == "Nadia"

    def test_somebody_without_a_name_chooses_one_first(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        me = a_resident(commune=consultation.commune, display_name="")
        draft = a_draft(consultation=consultation, person=me)
        browser.sign_in(me)

        asked = browser.submit(step(draft, "verifier"), AGE)
        name = f"/{consultation.commune.slug}/connexion/nom"
        page = browser.submit(name, {"display_name": "Colibri"})

        assert asked.select_one("[name=display_name]")
        assert text(page.h1) == "Votre proposition est publiée"
        assert db.session.query(Proposal).one().author.display_name == "Colibri"


class TestDone:
    @pytest.fixture
    def address(self, browser: Browser, consultation: Consultation) -> str:
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me)
        browser.sign_in(me)
        return str(browser.open("POST", step(draft, "verifier"), AGE).location)

    def test_a_bookmark_works_later_in_whatever_case(
        self,
        browser: Browser,
        address: str,
        monkeypatch: pytest.MonkeyPatch,
        noon: datetime,
    ) -> None:
        monkeypatch.setattr(clock, "now", lambda: noon + 10 * ONE_DAY)

        page = browser.get(address.lower())

        assert text(page.h1) == "Votre proposition est publiée"
        assert text(page.select_one(".reference")) == the_draft().shown_code

    def test_it_is_shown_to_its_author_only(
        self, app: Flask, address: str, consultation: Consultation
    ) -> None:
        other = a_resident(commune=consultation.commune)

        Browser(app).sign_in(other).get(address, status=404)
        assert "/connexion" in Browser(app).open("GET", address).location

    def test_a_code_that_is_none_is_not_found(
        self, browser: Browser, address: str, consultation: Consultation
    ) -> None:
        browser.get(f"{start(consultation)}/fait/VALB-0000-0000", status=404)
        browser.get(f"{start(consultation)}/fait/-", status=404)


class TestHostile:
    def test_whatever_is_typed_is_shown_as_text_on_every_page(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        """T-03, T-13."""
        title = "Parc <img src=x onerror=alert(1)> %(title)s {{ 7*7 }}"
        a_proposal(consultation=consultation, title=title)
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me, title=title, locality=title)
        browser.sign_in(me)

        pages = [
            browser.get(step(draft, name)) for name in ("idee", "ressemblances", "lieu", "effacer")
        ]
        pages.append(browser.submit(step(draft, "ressemblances"), {"choice": "garder"}))
        pages.append(browser.get(f"/{consultation.commune.slug}/mon-espace"))
        pages.append(browser.submit(step(draft, "verifier"), AGE))
        pages.append(browser.post(step(draft, "idee"), {"title": title}, status=409))

        for page in pages:
            assert not page.select("main [onerror]")
            assert title in str(page.main).replace("&lt;", "<").replace("&gt;", ">")


class TestSpace:
    def test_drafts_are_listed_exported_and_erased(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        me = a_resident(commune=consultation.commune)
        a_draft(consultation=consultation, person=me, title="Une mare aux canards")
        a_draft(consultation=consultation, title="D’une autre personne")
        browser.sign_in(me)
        commune = f"/{consultation.commune.slug}"

        space = browser.get(f"{commune}/mon-espace")
        export = browser.open("GET", f"{commune}/mon-espace/donnees").json

        assert text(space.select_one("section:has(#drafts) h3")) == "Une mare aux canards"
        assert "D’une autre personne" not in space.text
        assert [draft["idée"] for draft in export["brouillons"]] == ["Une mare aux canards"]

    def test_it_is_listed_for_thirty_days(self, browser: Browser, noon: datetime) -> None:
        me = a_resident()
        a_draft(
            consultation=a_consultation(commune=me.commune),
            person=me,
            expires_at=noon - KEPT_FOR,
        )

        space = browser.sign_in(me).get(f"/{me.commune.slug}/mon-espace")

        assert not space.select("#drafts")
