"""The journey of a remark through the pages: said, read, supported, replied to, taken back."""

from datetime import timedelta

import pytest
from flask import Flask

from participe.assistance.models.people import Way
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel.limits import Limit
from participe.texts.models import Remark, RemarkSupport, Stance
from participe.texts.services import remarking, writing
from tests.accounts.signing import codes_sent, sign_in
from tests.browser import Browser, text
from tests.factories import (
    a_consultation,
    a_participant,
    a_phase,
    a_remark,
    a_resident,
    a_text,
    an_assisted_session,
)
from tests.texts.remarks import page_of, the_remark
from tests.texts.test_reading import path_of
from tests.texts.versions import a_draft, a_next_version, publish, said_in, the_wording

TYPED = {"stance": "disagree", "body": "Trop tôt pour les riverains.", "seen": "1"}


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
        (said,) = page.select("[role=status]")
        assert "La commune dit ce qu’elle en fait dans la version suivante" in text(said)
        assert "Vous recevrez alors un e-mail." in text(said)
        assert said.parent is shown, "where one is led"

    def test_somebody_helped_in_a_session_is_promised_no_letter(self, browser: Browser) -> None:
        """They have no address: their receipt shows it."""
        discussed = a_text("Le marché a lieu le jeudi.")
        session = an_assisted_session(consultation=discussed.consultation)
        browser.sign_in(a_participant(session=session, way=Way.ALONE))

        page = browser.submit(path_of(discussed, "/passages/1/donner-un-avis"), TYPED)

        (said,) = page.select("main [role=status]")
        assert "Votre reçu permet de le lire." in text(said)
        assert "e-mail" not in text(said)

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
        writing.remove(said_in(draft, 2), reason="Refusé.")
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
