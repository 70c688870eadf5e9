"""Tests of the desk of texts: publication, and who may be there."""

from typing import Any

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.extensions import db
from participe.kernel import clock
from participe.texts.models import DiscussedText
from participe.texts.queries import finding
from tests.browser import Browser, text
from tests.factories import (
    a_consultation,
    a_director,
    a_remark,
    a_resident,
    a_staff_member,
    an_official,
)
from tests.texts.desk import SOURCE, draft_of, errors, of, path, publish, said, typed


class TestPublishing:
    def test_what_changes_is_read_once_more(self, desk: Browser, published: DiscussedText) -> None:
        article = draft_of(published).wordings[2]
        desk.submit(
            of(published, "/passages/3"), typed(article, body="Zone piétonne.", reason="Plus sûr.")
        )

        page = desk.get(of(published, "/publier"))

        assert "Plus sûr." in text(page.main)
        assert "Zone" in "".join(added.text for added in page.select("ins"))

    def test_a_second_version_needs_a_note(self, desk: Browser, published: DiscussedText) -> None:
        """R2: every version says in plain words what changed and why."""
        page = desk.get(of(published, "/publier"))
        seen = page.select_one("[name=seen]")["value"]

        page = desk.post(of(published, "/publier"), {"seen": seen, "note": " "}, status=422)
        assert "Dites ce qui change dans cette version" in errors(page)[0]

        page = publish(desk, published, note="Plus clair.")
        assert "La version 2 est publiée." in text(page.main)
        assert "Commencer la version suivante" in text(page.main)

    def test_a_draft_that_changed_meanwhile_is_read_again(
        self, desk: Browser, regulation: DiscussedText
    ) -> None:
        page = desk.get(of(regulation, "/publier"))
        seen = page.select_one("[name=seen]")["value"]
        desk.submit(of(regulation, "/passages/3/monter"))

        page = desk.post(of(regulation, "/publier"), {"seen": seen}, status=422)

        assert "Une autre personne a changé le brouillon" in errors(page)[0]

    def test_remarks_without_a_decision_are_counted_and_do_not_stop_it(
        self, desk: Browser, published: DiscussedText
    ) -> None:
        current = finding.current(published)
        assert current is not None
        a_remark(on=current.wordings[2])

        page = desk.get(of(published, "/publier"))
        assert "1 avis reste sans décision." in text(page.main)
        page = desk.get(of(published))
        assert "1 avis, 1 sans décision" in text(page.select_one("#passage-3"))
        (decide,) = page.select(".passage a[href$='#remarks']")
        assert decide["href"] == of(published, "/passages/3#remarks")
        page = desk.get(of(published, "/passages/3"))
        assert "Trop tôt pour les riverains." in text(page.main)

    def test_a_text_is_public_with_its_consultation(self, desk: Browser, thomas: Account) -> None:
        draft = a_consultation(commune=thomas.commune, published_at=None)
        desk.submit(path(draft, "/nouveau"), {"title": "Règlement", "body": SOURCE})
        regulation = db.session.scalars(db.select(DiscussedText)).one()

        publish(desk, regulation)

        public = f"/{thomas.commune.slug}/consultations/{draft.slug}/textes/1"
        visitor = Browser(desk.app)
        visitor.get(public, status=404)
        draft.published_at = clock.now()
        db.session.commit()
        visitor.get(public)


class TestWhoMay:
    def test_staff_of_another_commune_see_nothing_of_it(
        self, app: Flask, regulation: DiscussedText
    ) -> None:
        stranger = Browser(app).sign_in(a_staff_member())
        before = said(regulation)

        for more in ("", "/publier", "/passages/2", "/passages/2/couper"):
            led = stranger.open("GET", of(regulation, more)).location
            assert "/connexion" in led, "whoever works elsewhere is a visitor here"
        stranger.open("POST", of(regulation, "/passages/2/descendre"))

        assert said(regulation) == before

    @pytest.mark.parametrize("role", [a_resident, an_official, a_director])
    def test_nobody_but_staff_writes(
        self, role: Any, app: Flask, regulation: DiscussedText
    ) -> None:
        browser = Browser(app).sign_in(role(commune=regulation.commune))

        assert browser.open("GET", of(regulation)).status_code == 403
        assert browser.open("POST", of(regulation, "/passages/2/monter")).status_code == 403

    def test_nobody_sees_a_draft(self, app: Flask, regulation: DiscussedText) -> None:
        visitor = Browser(app)
        public = f"/{regulation.commune.slug}/consultations/{regulation.consultation.slug}"

        assert "Règlement" not in text(visitor.get(public).main)
        visitor.get(f"{public}/textes/1", status=404)
