"""Tests of participe.proposals.views.{proposing,publishing,drafts,kept}: writing, by HTTP."""

from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask

from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Outcome, Proposal, ProposalDraft, Support, Theme
from participe.proposals.views import writing
from participe.proposals.wording.outcomes import OUTCOMES
from tests.browser import Browser, text
from tests.factories import a_commune, a_consultation, a_proposal, a_resident
from tests.proposals.drafting import a_draft
from tests.proposals.journey import AGE, sign_in, start, step, the_draft


class TestNadia:
    def test_a_visitor_writes_signs_in_and_finds_it_published_once(
        self, browser: Browser, consultation: Consultation, codes: list[str]
    ) -> None:
        first = browser.get(start(consultation))
        checked = browser.submit(start(consultation), {"title": "Planter des arbres"})
        asked = browser.submit(step(the_draft(), "verifier"), AGE)
        done = browser.get(sign_in(browser, consultation, codes))

        assert "Étape 1 sur 2" in first.text
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
        tree = a_proposal(
            consultation=consultation, title="Planter des arbres à l’école", outcome=Outcome.STUDIED
        )

        page = browser.submit(start(consultation), {"title": "Planter des arbres"})
        number = str(tree.number)
        browser.submit(step(the_draft(), "ressemblances"), {"choice": number})
        shown = browser.get(sign_in(browser, consultation, codes))
        space = browser.get(f"/{consultation.commune.slug}/mon-espace")

        assert text(page.h1) == "Ces idées ressemblent à la vôtre"
        assert text(page.select_one("main .status")) == str(OUTCOMES[Outcome.STUDIED])
        assert "Votre texte reste dans vos brouillons." in text(page.main)
        assert text(shown.h1) == "Planter des arbres à l’école"
        assert "Vous soutenez cette proposition. Merci." in shown.text
        assert "Votre texte reste dans vos brouillons." in shown.text
        assert db.session.query(Support).one().person.display_name == "Nadia"
        assert "Planter des arbres" in text(space.select_one("section:has(#drafts) h3"))

    def test_she_keeps_her_own_beside_similar_ones(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        a_proposal(consultation=consultation, title="Planter des arbres à l’école")

        compared = browser.submit(start(consultation), {"title": "Planter des arbres"})
        own = compared.select("main form")[-1]
        checked = browser.submit(
            own["action"], {"choice": own.select_one("[name=choice]")["value"]}
        )

        assert text(checked.h1) == "Vérifiez avant de publier"
        assert "Étape" not in text(compared.main)  # most never see this page: it has no number
        assert "Étape 2 sur 2" in checked.text

    def test_she_supports_each_that_she_likes_and_goes_on_with_her_own(
        self, browser: Browser, consultation: Consultation
    ) -> None:
        """product.md: one supports an idea that exists, and keeps one's own."""
        nadia = a_resident(commune=consultation.commune)
        trees = [
            a_proposal(consultation=consultation, title=f"Planter des arbres {where}")
            for where in ("ici", "là")
        ]
        browser.sign_in(nadia).submit(start(consultation), {"title": "Planter des arbres"})
        compared = step(the_draft(), "ressemblances")

        first = browser.submit(compared, {"choice": str(trees[0].number)})
        second = browser.submit(compared, {"choice": str(trees[1].number)})
        checked = browser.submit(compared, {"choice": "garder"})

        assert [text(page.h1) for page in (first, second, checked)] == [
            *["Ces idées ressemblent à la vôtre"] * 2,
            "Vérifiez avant de publier",
        ]
        assert text(first.main).count("Vous soutenez cette proposition.") == 1
        assert {given.proposal_id for given in db.session.query(Support)} == {t.id for t in trees}
        assert the_draft().title == "Planter des arbres"

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
