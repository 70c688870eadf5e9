"""Tests of participe.proposals.views.{proposing,publishing,drafts,kept}: writing, by HTTP."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from participe.accounts.events import SignInCodeRequested
from participe.consultations.models import Consultation, ConsultationSlug
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock, events
from participe.proposals.models import Proposal, ProposalDraft, Support, Theme
from participe.proposals.services.drafting import KEPT_FOR
from participe.proposals.views import writing
from tests.browser import Browser, text
from tests.factories import ONE_DAY, a_commune, a_consultation, a_phase, a_proposal, a_resident
from tests.proposals.drafting import a_draft

AGE = {"age": "y"}


@pytest.fixture
def codes(app: Flask) -> list[str]:
    """The sign-in codes that were sent, as their readers would type them."""
    sent: list[str] = []
    events.subscribe(app, SignInCodeRequested, lambda event: sent.append(event.code))
    return sent


@pytest.fixture
def consultation(app: Flask) -> Consultation:  # noqa: ARG001 -- its database
    return a_consultation()


def start(consultation: Consultation) -> str:
    return f"/{consultation.commune.slug}/consultations/{consultation.slug}/proposer"


def step(draft: ProposalDraft, name: str) -> str:
    return f"{start(draft.consultation)}/{draft.id}/{name}"


def the_draft() -> ProposalDraft:
    return db.session.query(ProposalDraft).one()


def sign_in(browser: Browser, consultation: Consultation, codes: list[str]) -> str:
    """Go through e-mail, code and name as a new resident does; return where it leads."""
    commune = f"/{consultation.commune.slug}"
    browser.submit(f"{commune}/connexion", {"email": "nadia@valbruyere.example"})
    browser.submit(f"{commune}/connexion/code", {"code": codes[-1]})
    named = browser.open("POST", f"{commune}/connexion/nom", {"display_name": "Nadia"})
    assert named.status_code == 303, named.get_data(as_text=True)
    return str(named.location)


class TestNadia:
    def test_a_visitor_writes_signs_in_and_finds_it_published_once(
        self, browser: Browser, consultation: Consultation, codes: list[str]
    ) -> None:
        first = browser.get(start(consultation))
        checked = browser.submit(start(consultation), {"title": "Planter des arbres"})
        asked = browser.submit(step(the_draft(), "verifier"), AGE)
        done = browser.get(sign_in(browser, consultation, codes))

        assert "Étape 1 sur 3" in first.text
        assert text(checked.h1) == "Vérifiez avant de publier"
        assert "Étape 2 sur 2" in checked.text
        assert asked.select_one("[name=email]")
        assert text(done.h1) == "Votre proposition est publiée"
        proposal = db.session.query(Proposal).one()
        assert proposal.author.display_name == "Nadia"
        assert the_draft().shown_code in text(done.select_one(".reference"))
        assert "Avec 10 soutiens, la commune doit vous répondre en 30 jours" in text(done.main)

    def test_she_supports_one_that_exists_and_her_own_idea_is_kept(
        self, browser: Browser, consultation: Consultation, codes: list[str]
    ) -> None:
        tree = a_proposal(consultation=consultation, title="Planter des arbres à l’école")

        page = browser.submit(start(consultation), {"title": "Planter des arbres"})
        number = str(tree.number)
        browser.submit(step(the_draft(), "ressemblances"), {"choice": number})
        shown = browser.get(sign_in(browser, consultation, codes))
        space = browser.get(f"/{consultation.commune.slug}/mon-espace")

        assert text(page.h1) == "Ces idées ressemblent à la vôtre"
        assert text(shown.h1) == "Planter des arbres à l’école"
        assert "Vous soutenez cette proposition. Merci." in shown.text
        assert db.session.query(Support).one().person.display_name == "Nadia"
        assert "Planter des arbres" in text(space.select_one("section:has(#drafts) h3"))

    def test_she_keeps_her_own_beside_similar_ones(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        a_proposal(consultation=consultation, title="Planter des arbres à l’école")

        compared = browser.submit(start(consultation), {"title": "Planter des arbres"})
        default = compared.select_one("[name=choice][checked]")
        checked = browser.submit(step(the_draft(), "ressemblances"), {"choice": default["value"]})

        assert default["value"] == "garder"
        assert "Étape 2 sur 3" in compared.text
        assert "Étape 3 sur 3" in checked.text

    def test_what_she_began_is_still_there_when_she_comes_back(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        browser.submit(start(consultation), {"title": "Une fontaine", "body": "Place du marché."})

        back = browser.open("GET", start(consultation)).location
        page = browser.get(back)

        assert page.select_one("#title")["value"] == "Une fontaine"
        assert text(page.select_one("#body")) == "Place du marché."
        assert "Votre texte est gardé." in page.text


class TestIdea:
    def test_what_is_refused_keeps_all_that_was_typed(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        body = "x" * 5001

        page = browser.post(start(consultation), {"title": " ", "body": body}, status=422)

        assert page.title.text.startswith("Erreur")
        assert text(page.select_one("a[href='#title']")) == "Écrivez votre idée en une phrase."
        assert "Retirez 1 caractère." in text(page.select_one("#body-error"))
        assert text(page.select_one("#body")) == body
        assert db.session.query(ProposalDraft).count() == 0

    @pytest.mark.parametrize(
        ("title", "said"),
        [("Oui", "trop courte"), ("x" * 142, "Retirez 2 caractères."), ("\u200b", "Écrivez")],
    )
    def test_one_sentence_is_what_is_asked(
        self, browser: Browser, consultation: Consultation, title: str, said: str
    ) -> None:
        page = browser.post(start(consultation), {"title": title}, status=422)

        assert said in text(page.select_one("#title-error"))

    def test_the_preview_shows_the_clean_text_and_has_kept_it(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        body = "- un banc\n- un arbre <script>alert(1)</script>"

        fields = {"title": "Une fontaine", "body": body, "preview": "oui"}
        page = browser.submit(start(consultation), fields)

        preview = page.select_one("section:has(#apercu)")
        assert text(preview.select_one("li")) == "un banc"
        assert not preview.select("script")
        assert the_draft().body == body

    def test_a_preview_of_what_is_not_complete_is_shown_with_its_errors(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        fields = {"title": "", "body": "*Vite*", "preview": "oui"}

        page = browser.post(start(consultation), fields, status=422)

        assert text(page.select_one("section:has(#apercu) em")) == "Vite"

    def test_fields_that_no_form_has_are_ignored(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        """T-50."""
        a_proposal(consultation=consultation)
        me = a_resident(commune=consultation.commune)
        forged = {
            "number": "999", "author_id": "1", "person_id": "1", "supports_count": "50",
            "outcome": "accepted", "hidden_at": "2030-01-01", "channel": "paper",
            "acted_by_id": "1", "published_at": "2020-01-01", "published_id": "1",
            "due_on": "2030-01-01", "receipt_code": "AAAA", "compared_at": "2030-01-01",
            "shuffle": "1", "kind": "comment", "commune_id": "77", "consultation_id": "77",
        }  # fmt: skip
        browser.sign_in(me)

        browser.submit(start(consultation), {"title": "Une piste cyclable"} | forged)
        draft = the_draft()
        browser.submit(step(draft, "verifier"), AGE | forged)

        proposal = db.session.query(Proposal).filter_by(title="Une piste cyclable").one()
        assert proposal.author_id == proposal.acted_by_id == me.id
        assert (proposal.number, proposal.supports_count, proposal.outcome) == (1, 0, None)
        assert (proposal.channel.value, proposal.due_on) == ("online", None)
        assert proposal.consultation == consultation
        assert proposal.published_at == clock.now()

    def test_another_idea_can_be_written_beside_the_first(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        browser.submit(start(consultation), {"title": "Une fontaine"})

        blank = browser.get(f"{start(consultation)}?autre=oui")
        browser.submit(start(consultation), {"title": "Un kiosque"})

        assert blank.select_one("#title")["value"] == ""
        assert db.session.query(ProposalDraft).count() == 2

    def test_a_double_click_makes_one_draft(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        browser.get(start(consultation))
        fields = {"title": "Une fontaine", "form_key": uuid4().hex}

        first = browser.open("POST", start(consultation), fields)
        second = browser.open("POST", start(consultation), fields)

        assert first.location == second.location
        assert db.session.query(ProposalDraft).count() == 1

    def test_too_many_texts_are_refused_with_the_text_on_the_page(
        self, browser: Browser, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(writing, "SAVED", replace(writing.SAVED, times=1))

        browser.submit(start(consultation), {"title": "Une fontaine"})
        page = browser.post(start(consultation), {"title": "Un kiosque"}, status=429)

        assert page.select_one("#title")["value"] == "Un kiosque"


class TestWhoseDraft:
    def test_it_does_not_exist_for_another_browser_or_person(
        self, app: Flask, consultation: Consultation
    ) -> None:
        draft = a_draft(consultation=consultation, title="Secrète")
        visitor = Browser(app)
        other = Browser(app).sign_in(a_resident(commune=consultation.commune))

        for name in ("idee", "ressemblances", "verifier", "lieu", "theme", "effacer"):
            assert "/connexion" in visitor.open("GET", step(draft, name)).location
            other.get(step(draft, name), status=404)
        other.post(step(draft, "verifier"), AGE, status=404)
        other.post(step(draft, "effacer"), status=404)

        assert db.session.query(Proposal).count() == 0
        assert the_draft().title == "Secrète"

    def test_text_typed_after_the_sign_in_ended_is_kept_as_a_new_draft(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        """R-4."""
        draft = a_draft(consultation=consultation, title="Avant")

        browser.submit(step(draft, "idee"), {"title": "Après une longue pause"})

        titles = {draft.title for draft in db.session.query(ProposalDraft)}
        assert titles == {"Avant", "Après une longue pause"}

    def test_whoever_signs_in_owns_what_they_go_on_with(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        browser.submit(start(consultation), {"title": "Une fontaine"})
        me = a_resident(commune=consultation.commune)
        browser.sign_in(me)

        browser.submit(step(the_draft(), "idee"), {"title": "Une fontaine ronde"})

        assert the_draft().person == me
        assert the_draft().key_hash == ""

    def test_a_draft_of_one_consultation_is_not_one_of_another(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me)
        other = a_consultation(commune=consultation.commune)

        browser.sign_in(me).get(f"{start(other)}/{draft.id}/idee", status=404)

    def test_it_is_discarded_on_a_page_of_its_own(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me, title="Une mare")
        browser.sign_in(me)

        asked = browser.get(step(draft, "effacer"))
        space = browser.submit(step(draft, "effacer"))

        assert "Une mare" in text(asked.main)
        assert "Votre brouillon est effacé." in space.text
        assert db.session.query(ProposalDraft).count() == 0

    def test_one_that_is_too_old_is_gone(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me, expires_at=clock.now())

        browser.sign_in(me).get(step(draft, "idee"), status=404)


class TestSteps:
    """ASVS 2.3.1: no step can be skipped."""

    def test_publishing_waits_for_the_comparison(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        a_proposal(consultation=consultation, title="Planter des arbres à l’école")
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me, title="Planter des arbres")
        browser.sign_in(me)

        led = browser.open("GET", step(draft, "verifier")).location
        page = browser.submit(step(draft, "verifier"), AGE)

        assert led.endswith("/ressemblances")
        assert text(page.h1) == "Ces idées ressemblent à la vôtre"
        assert db.session.query(Proposal).count() == 1

    def test_where_nothing_is_similar_the_step_does_not_exist(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me)
        browser.sign_in(me)

        assert browser.open("GET", step(draft, "ressemblances")).location.endswith("/verifier")

    @pytest.mark.parametrize("fields", [{}, {"age": ""}, {"age": "false"}])
    def test_the_age_is_said_or_nothing_is_published(
        self, browser: Browser, consultation: Consultation, fields: dict[str, str]
    ) -> None:
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me)

        page = browser.sign_in(me).post(step(draft, "verifier"), fields, status=422)

        assert "J’ai 13 ans ou plus." in page.text
        assert "Cochez la case" in text(page.select_one(".error-summary"))
        assert db.session.query(Proposal).count() == 0

    def test_a_consultation_for_all_ages_asks_for_none(self, browser: Browser) -> None:
        me = a_resident()
        draft = a_draft(consultation=a_consultation(commune=me.commune, minimum_age=0), person=me)

        page = browser.sign_in(me).submit(step(draft, "verifier"))

        assert text(page.h1) == "Votre proposition est publiée"

    def test_place_and_theme_are_added_on_pages_of_their_own(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me)
        db.session.add(Theme(commune_id=me.commune_id, slug="mobilite", name="Mobilité"))
        db.session.commit()
        browser.sign_in(me)

        browser.get(step(draft, "lieu"))
        browser.submit(step(draft, "lieu"), {"locality": "  Ronquet "})
        browser.get(step(draft, "theme"))
        page = browser.submit(step(draft, "theme"), {"theme": "mobilite"})
        browser.submit(step(draft, "verifier"), AGE)

        assert "Ronquet" in text(page.select_one(".summary-list"))
        assert "Mobilité" in text(page.select_one(".summary-list"))
        proposal = db.session.query(Proposal).one()
        assert (proposal.locality, proposal.theme.name) == ("Ronquet", "Mobilité")

    def test_a_theme_of_another_commune_is_refused(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        me = a_resident(commune=consultation.commune)
        draft = a_draft(consultation=consultation, person=me)
        db.session.add(Theme(commune_id=a_commune().id, slug="ailleurs", name="Ailleurs"))
        db.session.commit()

        browser.sign_in(me).post(step(draft, "theme"), {"theme": "ailleurs"}, status=422)

        assert the_draft().theme_id is None


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
