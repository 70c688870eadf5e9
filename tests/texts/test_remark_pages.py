"""The journey of a remark through the pages: said, read, supported, replied to, taken back."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.events import PersonErased
from participe.accounts.models import Account
from participe.consultations.phases import PhaseKind
from participe.contributions.locating import locate
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel import clock, events
from participe.kernel.limits import Limit
from participe.texts.models import Remark, RemarkDecision, RemarkSupport, Stance, Verdict
from participe.texts.services import drafting, remarking
from tests.accounts.signing import codes_sent, sign_in
from tests.browser import Browser, text
from tests.factories import (
    a_consultation,
    a_phase,
    a_remark,
    a_resident,
    a_staff_member,
    a_text,
)
from tests.statements import counted_queries
from tests.texts.test_reading import path_of
from tests.texts.versions import a_draft, a_next_version, publish, said_in, the_wording

TYPED = {"stance": "disagree", "body": "Trop tôt pour les riverains.", "seen": "1"}


def page_of(remark: Remark, verb: str = "") -> str:
    return f"/{remark.commune.slug}/avis/{remark.id}{verb}"


def the_remark() -> Remark:
    return db.session.query(Remark).one()


class TestGivingARemark:
    def test_the_form_quotes_the_passage_and_begins_with_its_words(self, browser: Browser) -> None:
        discussed = a_text("Le marché a lieu le jeudi.")

        page = browser.get(path_of(discussed, "/passages/1/donner-un-avis"))

        assert text(page.h1) == "Donner un avis sur le passage 1"
        assert "Le marché a lieu le jeudi." in text(page.blockquote)
        assert page.select_one("[name=wording]").text.strip() == "Le marché a lieu le jeudi."
        assert [radio["value"] for radio in page.select("[type=radio]")] == list(Stance)
        assert not page.select("[type=radio][checked]")

    def test_it_is_public_at_once_in_its_place_and_says_what_comes_next(
        self, browser: Browser
    ) -> None:
        """R2."""
        discussed = a_text("Le marché a lieu le jeudi.")
        browser.sign_in(a_resident(commune=discussed.commune, display_name="Nadia B."))

        page = browser.submit(path_of(discussed, "/passages/1/donner-un-avis"), TYPED)

        shown = page.select_one(f"#avis-{the_remark().id}")
        assert "Nadia B." in text(shown)
        assert "Pas d’accord" in text(shown)
        assert "Trop tôt pour les riverains." in text(shown)
        assert "La commune dit ce qu’elle en fait dans la version suivante" in text(page.main)

    def test_another_sentence_is_shown_as_a_difference(self, browser: Browser) -> None:
        discussed = a_text("Les voitures roulent à 30 km/h.")
        browser.sign_in(a_resident(commune=discussed.commune))
        form = {"stance": "rewording", "wording": "Les voitures roulent à 20 km/h.", "seen": "1"}

        page = browser.submit(path_of(discussed, "/passages/1/donner-un-avis"), form)

        shown = page.select_one(f"#avis-{the_remark().id}")
        assert text(shown.ins) == "ajouté : 20"
        assert text(shown.select_one("del")) == "retiré : 30"

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"stance": "", "body": "Sans avis."}, "Choisissez votre avis."),
            ({"stance": "hack", "body": "Faux."}, "valid"),
            ({"stance": "question", "body": " "}, "Écrivez votre question."),
            ({"stance": "rewording"}, "écrivez la vôtre"),
            ({"stance": "rewording", "wording": ""}, "écrivez la vôtre"),
            ({"stance": "agree", "wording": "Autre phrase."}, "Vous avez changé la phrase."),
            ({"stance": "agree", "body": "é" * 2001}, "dépasse 2 000 caractères"),
            ({"stance": "rewording", "wording": "é" * 10_001}, "dépasse 10 000"),
        ],
    )
    def test_what_is_refused_is_kept_and_says_why(
        self, browser: Browser, typed: dict[str, str], said: str
    ) -> None:
        """Invariant 7."""
        discussed = a_text("Le marché a lieu le jeudi.")
        browser.sign_in(a_resident(commune=discussed.commune))
        form = {"wording": "Le marché a lieu le jeudi.", "body": "", "seen": "1"} | typed

        page = browser.post(path_of(discussed, "/passages/1/donner-un-avis"), form, status=422)

        assert said in text(page.select_one(".error-summary"))
        assert page.select_one("[name=body]").text.strip() == form["body"].strip()
        kept = form["wording"] or "Le marché a lieu le jeudi."
        assert page.select_one("[name=wording]").text.strip() == kept
        assert db.session.query(Remark).count() == 0

    def test_a_newer_version_is_shown_and_what_was_typed_is_kept(self, browser: Browser) -> None:
        """R2, invariant 7: the author sees both and decides."""
        discussed = a_text("Le marché a lieu le jeudi.")
        address = path_of(discussed, "/passages/1/donner-un-avis")
        form = TYPED | {"wording": "Le marché a lieu le jeudi."}
        browser.sign_in(a_resident(commune=discussed.commune))
        a_next_version(discussed, {1: "Le marché a lieu le samedi."})

        page = browser.post(address, form, status=422)

        assert "nouvelle version" in text(page.select_one(".error-summary"))
        assert "samedi" in text(page.blockquote)
        assert text(page.select_one(".notice-box del")) == "retiré : jeudi"
        assert page.select_one("[name=body]").text.strip() == TYPED["body"]
        assert page.select_one("[name=wording]").text.strip() == "Le marché a lieu le samedi."
        assert page.select_one("[name=seen]")["value"] == "2"

        again = {
            field["name"]: field.get("value") or field.text
            for field in page.select("main form input[type=hidden], main form textarea")
        }
        browser.submit(address, again | {"stance": "disagree", "form_key": "another-form-key"})

        assert the_remark().made_on.number == 2

    def test_their_own_sentence_stays_theirs_when_a_version_came_between(
        self, browser: Browser
    ) -> None:
        discussed = a_text("Le marché a lieu le jeudi.")
        browser.sign_in(a_resident(commune=discussed.commune))
        a_next_version(discussed, {1: "Le marché a lieu le samedi."})
        form = {"stance": "rewording", "wording": "Le marché a lieu le mardi.", "seen": "1"}

        page = browser.post(path_of(discussed, "/passages/1/donner-un-avis"), form, status=422)

        assert page.select_one("[name=wording]").text.strip() == "Le marché a lieu le mardi."

    def test_a_removed_passage_keeps_the_words_on_the_page(self, browser: Browser) -> None:
        discussed = a_text("Le marché a lieu le jeudi.", "Les chiens sont interdits.")
        browser.sign_in(a_resident(commune=discussed.commune))
        draft = a_draft(discussed)
        drafting.remove(said_in(draft, 2), reason="Refusé.")
        publish(draft)
        address = path_of(discussed, "/passages/2/donner-un-avis")

        page = browser.post(address, TYPED, status=422)

        assert "n’est plus dans le texte" in text(page.select_one(".error-summary"))
        assert page.select_one("[name=body]").text.strip() == TYPED["body"]
        assert browser.open("GET", address).location == path_of(discussed, "/passages/2")

    def test_closed_says_since_when_and_keeps_the_text(self, browser: Browser) -> None:
        """Invariants 2 and 7."""
        closed = a_consultation(phases=[a_phase(PhaseKind.REACT, opens=-9, closes=-1)])
        discussed = a_text(consultation=closed)
        browser.sign_in(a_resident(commune=discussed.commune))
        address = path_of(discussed, "/passages/1/donner-un-avis")

        page = browser.post(address, TYPED, status=422)

        assert "finie depuis" in text(page.select_one(".error-summary"))
        assert page.select_one("[name=body]").text.strip() == TYPED["body"]
        assert not page.select("main form button")
        assert not browser.get(address).select("main form")

    def test_the_same_form_twice_is_one_remark(self, browser: Browser) -> None:
        discussed = a_text()
        browser.sign_in(a_resident(commune=discussed.commune))
        address = path_of(discussed, "/passages/1/donner-un-avis")
        form = TYPED | {"form_key": "the-very-same-form-key"}

        first = browser.open("POST", address, form)
        second = browser.open("POST", address, form)

        assert first.location == second.location
        assert db.session.query(Remark).count() == 1

    def test_too_many_in_an_hour_is_refused_and_the_text_kept(
        self, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(remarking, "REMARKS", Limit("remarks", 1, timedelta(hours=1)))
        discussed = a_text()
        browser.sign_in(a_resident(commune=discussed.commune))
        address = path_of(discussed, "/passages/1/donner-un-avis")
        browser.submit(address, TYPED)

        page = browser.post(address, TYPED | {"body": "Un de trop."}, status=422)

        assert "Attendez" in text(page.select_one(".error-summary"))
        assert "Un de trop." in page.select_one("[name=body]").text

    def test_nothing_in_it_is_executed(self, browser: Browser) -> None:
        discussed = a_text()
        browser.sign_in(a_resident(commune=discussed.commune))
        hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
        form = {"stance": "rewording", "wording": hostile, "body": hostile, "seen": "1"}

        page = browser.submit(path_of(discussed, "/passages/1/donner-un-avis"), form)

        shown = page.select_one(f"#avis-{the_remark().id}")
        assert "<script>alert(1)</script>" in text(shown)
        assert not shown.select("script, img")


class TestVisitors:
    def test_a_visitor_signs_in_and_the_remark_is_there_once(
        self, app: Flask, browser: Browser
    ) -> None:
        """Invariant 7."""
        discussed = a_text()
        person, sent = a_resident(commune=discussed.commune), codes_sent(app)

        browser.submit(path_of(discussed, "/passages/1/donner-un-avis"), TYPED)
        page = sign_in(browser, discussed.commune, sent, str(person.email))

        assert the_remark().author == person
        assert TYPED["body"] in text(page.select_one(f"#avis-{the_remark().id}"))

    def test_what_cannot_be_done_any_more_is_handed_back_to_look_at(
        self, app: Flask, browser: Browser
    ) -> None:
        """Invariant 7: a version came while they were signing in."""
        discussed = a_text("Le marché a lieu le jeudi.")
        person, sent = a_resident(commune=discussed.commune), codes_sent(app)
        browser.submit(path_of(discussed, "/passages/1/donner-un-avis"), TYPED)
        a_next_version(discussed, {1: "Le marché a lieu le samedi."})

        page = sign_in(browser, discussed.commune, sent, str(person.email))

        assert text(page.h1) == "Votre texte est gardé"
        form = page.select_one("main form")
        fields = {field["name"]: field["value"] for field in form.select("input")}
        again = browser.post(form["action"], fields, status=422)
        assert "samedi" in text(again.blockquote)
        assert again.select_one("[name=body]").text.strip() == TYPED["body"]
        assert db.session.query(Remark).count() == 0

    def test_a_visitor_supports_with_one_click_and_a_sign_in(
        self, app: Flask, browser: Browser
    ) -> None:
        remark = a_remark(on=the_wording(a_text()))
        person, sent = a_resident(commune=remark.commune), codes_sent(app)
        assert "votre e-mail" in text(browser.get(page_of(remark, "/soutenir")).main)

        browser.submit(page_of(remark, "/soutenir"))
        page = sign_in(browser, remark.commune, sent, str(person.email))

        assert "Vous soutenez cet avis. Merci." in text(page.main)
        assert db.session.query(RemarkSupport).one().person_id == person.id
        assert the_remark().supports_count == 1

    def test_people_of_another_commune_are_visitors_here(self, browser: Browser) -> None:
        remark = a_remark(on=the_wording(a_text()))
        browser.sign_in(a_resident())

        response = browser.open("POST", page_of(remark, "/soutenir"))

        assert response.location.endswith("/connexion")
        assert the_remark().supports_count == 0


class TestARemark:
    def test_everybody_reads_it_with_its_passage_as_it_was(self, browser: Browser) -> None:
        """R2, invariant 8."""
        discussed = a_text("Les voitures roulent à 30 km/h.")
        remark = a_remark(on=the_wording(discussed))
        a_next_version(discussed, {1: "Les voitures roulent à 20 km/h."})

        response = browser.open("GET", page_of(remark))
        page = browser.get(page_of(remark))

        assert "Set-Cookie" not in response.headers
        assert text(page.h1) == f"Avis de {remark.author.shown_name}"
        assert "30 km/h" in text(page.blockquote)
        assert "fait sur la version 1" in text(page.main)
        assert "Trop tôt pour les riverains." in text(page.main)

    def test_a_decision_is_shown_once_its_version_is_public(
        self, browser: Browser, noon: datetime
    ) -> None:
        """R2: every remark gets a decision, and nobody reads it before it is taken."""
        remark = a_remark(on=the_wording(a_text()))
        staff = remark.made_on.text.created_by
        draft = a_draft(remark.made_on.text, {1: "Autre chose."})
        remark.decision = RemarkDecision(
            version=draft,
            verdict=Verdict.PARTLY,
            reason="CANARI raison",
            decided_by=staff,
            decided_at=noon,
        )
        db.session.commit()
        passage = path_of(remark.made_on.text, "/passages/1")
        assert "CANARI" not in browser.open("GET", page_of(remark)).text
        assert "CANARI" not in browser.open("GET", passage).text
        publish(draft)

        for address in (page_of(remark), passage):
            said = text(browser.get(address).main)
            assert "Retenu en partie" in said
            assert "CANARI raison" in said

    def test_people_reply_below_it(self, browser: Browser) -> None:
        remark = a_remark(on=the_wording(a_text()))
        browser.sign_in(a_resident(commune=remark.commune))

        page = browser.submit(page_of(remark, "/commenter"), {"body": "Je pense pareil."})

        assert "Je pense pareil." in text(page.select_one("#commentaires"))
        assert db.session.query(Comment).one().subject_id == remark.id
        passage = browser.get(path_of(remark.made_on.text, "/passages/1"))
        assert "Lire la réponse" in text(passage.select_one(f"#avis-{remark.id}"))

    def test_a_hidden_one_answers_410_with_the_reason(self, browser: Browser) -> None:
        """Invariant 9."""
        remark = a_remark(
            on=the_wording(a_text()),
            body="CANARI",
            hidden_at=clock.now(),
            hidden_reason="Une insulte.",
        )

        page = browser.get(page_of(remark), status=410)

        assert "Une insulte." in text(page.main)
        assert "CANARI" not in page.decode()
        browser.sign_in(remark.author)  # type: ignore[arg-type]
        assert "CANARI" in text(browser.get(page_of(remark)).main)

    def test_its_author_takes_it_back_with_a_reason_that_stays(self, browser: Browser) -> None:
        remark = a_remark(on=the_wording(a_text()), body="CANARI")
        browser.sign_in(remark.author)  # type: ignore[arg-type]
        browser.post(page_of(remark, "/retirer"), {"reason": ""}, status=422)

        browser.submit(page_of(remark, "/retirer"), {"reason": "Je me suis trompée."})

        page = Browser(browser.app).get(page_of(remark))
        assert "Je me suis trompée." in text(page.main)
        assert "CANARI" not in page.decode()
        browser.get(page_of(remark, "/retirer"), status=403)

    def test_nobody_else_takes_it_back(self, browser: Browser) -> None:
        remark = a_remark(on=the_wording(a_text()))
        browser.sign_in(a_staff_member(commune=remark.commune))

        browser.post(page_of(remark, "/retirer"), {"reason": "Non."}, status=403)

    def test_one_supports_from_the_list_and_stays_there(self, browser: Browser) -> None:
        remark = a_remark(on=the_wording(a_text()))
        browser.sign_in(a_resident(commune=remark.commune))
        here = path_of(remark.made_on.text, "/passages/1")

        response = browser.open("POST", page_of(remark, "/soutenir"), {"de": "passage"})
        assert response.location == f"{here}#avis-{remark.id}"
        page = browser.get(here)
        assert "Retirer mon soutien" in text(page.select_one(f"#avis-{remark.id}"))

        browser.submit(page_of(remark, "/retirer-mon-soutien"))
        assert the_remark().supports_count == 0

    def test_its_page_costs_few_queries(self, browser: Browser) -> None:
        remark = a_remark(on=the_wording(a_text()))
        address = page_of(remark)

        with counted_queries() as statements:
            browser.get(address)

        assert len(statements) <= 20, statements


class TestElsewhere:
    def test_staff_moderate_the_words_and_the_sentence(self, browser: Browser) -> None:
        remark = a_remark(
            on=the_wording(a_text()),
            stance=Stance.REWORDING,
            wording="CANARI phrase",
            body="CANARI raison",
        )
        report = browser.get(page_of(remark)).select_one("a[href*=signaler]")["href"]
        browser.submit(report, {"ground": "insult"})
        browser.sign_in(a_staff_member(commune=remark.commune))

        queue = text(browser.get(f"/{remark.commune.slug}/gestion/moderation").main)

        assert f"Avis de {remark.author.shown_name}" in queue
        assert "CANARI phrase" in queue
        assert "CANARI raison" in queue

    def test_ones_own_space_shows_them_with_their_decision(
        self, browser: Browser, noon: datetime
    ) -> None:
        remark = a_remark(on=the_wording(a_text()))
        draft = a_draft(remark.made_on.text, {1: "Autre chose."})
        remark.decision = RemarkDecision(
            version=draft,
            verdict=Verdict.KEPT,
            reason="Vous avez raison.",
            decided_by=draft.begun_by,
            decided_at=noon,
        )
        publish(draft)
        browser.sign_in(remark.author)  # type: ignore[arg-type]

        page = browser.get(f"/{remark.commune.slug}/mon-espace")

        assert "Trop tôt pour les riverains." in text(page.main)
        assert "Retenu Raison : Vous avez raison." in text(page.main)

    def test_the_export_has_them_and_erasing_leaves_the_words(
        self, app: Flask, browser: Browser, noon: datetime
    ) -> None:
        remark = a_remark(on=the_wording(a_text()))
        author = remark.author
        assert isinstance(author, Account)
        browser.sign_in(author)

        exported = browser.open("GET", f"/{remark.commune.slug}/mon-espace/donnees").get_json()
        assert exported["avis"][0]["pourquoi"] == "Trop tôt pour les riverains."
        assert exported["avis"][0]["adresse"].endswith(page_of(remark))

        events.publish(PersonErased(author, noon))
        db.session.commit()
        assert the_remark().body == "Trop tôt pour les riverains."

    def test_it_is_located_at_its_own_page(self, app: Flask) -> None:
        remark = a_remark(on=the_wording(a_text()))

        with app.test_request_context(f"/{remark.commune.slug}/"):
            app.preprocess_request()
            assert locate(remark) == page_of(remark)
