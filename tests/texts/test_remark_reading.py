"""What one reads of a remark: its own page, and elsewhere."""

from datetime import datetime

from flask import Flask

from participe.accounts.events import PersonErased
from participe.accounts.models import Account
from participe.contributions.locating import locate
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel import clock, events
from participe.texts.models import RemarkDecision, Stance, Verdict
from tests.browser import Browser, text
from tests.factories import (
    a_remark,
    a_resident,
    a_staff_member,
    a_text,
)
from tests.statements import counted_queries
from tests.texts.remarks import page_of, the_remark
from tests.texts.test_reading import path_of
from tests.texts.versions import a_draft, a_next_version, publish, the_wording


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
        assert "Lire le commentaire" in text(passage.select_one(f"#avis-{remark.id}"))

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
