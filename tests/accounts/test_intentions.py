"""What a visitor was about to do is done once after signing in, and nothing typed is lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, redirect, request, url_for
from sqlalchemy import select, update
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts.models import Account, Intention, SignIn
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.kernel.errors import Refusal
from tests.accounts.signing import codes_sent, sign_in
from tests.browser import Browser, text
from tests.factories import a_commune, a_resident, a_staff_member

Done = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def done(app: Flask) -> Done:
    """What was done of the kind “greet”; whoever posts to /<commune>/saluer has one kept."""
    greeted: Done = []

    def greet(account: Account, payload: dict[str, Any]) -> str:
        if payload.get("closed"):
            raise Refusal("C’est fermé depuis hier.")
        greeted.append((str(account.email), payload))
        return url_for("accounts.sign_ins")

    @for_everyone
    def ask() -> Response:
        intentions.keep("greet", request.form.to_dict())
        db.session.commit()
        return redirect(url_for("accounts.sign_in"), 303)

    app.add_url_rule("/<commune>/saluer", "accounts.greet", ask, methods=["POST"])
    intentions.register(app, "greet", greet)
    return greeted


class TestAnIntention:
    def test_is_done_once_and_leads_where_it_says(
        self, app: Flask, browser: Browser, done: Done
    ) -> None:
        account, sent = a_resident(), codes_sent(app)
        slug = account.commune.slug  # type: ignore[union-attr]
        browser.submit(f"/{slug}/saluer", {"word": "bonjour"})

        page = sign_in(browser, account.commune, sent, str(account.email))

        assert text(page.h1) == "Où suis-je en ligne ?"
        assert [(email, payload["word"]) for email, payload in done] == [(account.email, "bonjour")]

    def test_waits_for_the_name_and_is_done_once_when_that_is_sent_twice(
        self, app: Flask, browser: Browser, done: Done
    ) -> None:
        commune, sent = a_commune(), codes_sent(app)
        browser.submit(f"/{commune.slug}/saluer", {"word": "bonjour"})
        sign_in(browser, commune, sent, "nadia@exemple.be")
        before = browser.client.get_cookie("participe")
        assert before
        assert done == []

        for _time in range(2):
            browser.client.set_cookie("participe", before.value)
            fields = {"display_name": "Nadia"}
            assert browser.open("POST", f"/{commune.slug}/connexion/nom", fields).status_code == 303

        assert len(done) == 1

    def test_that_is_refused_leaves_the_person_signed_in_and_says_why(
        self, app: Flask, browser: Browser, done: Done
    ) -> None:
        account, sent = a_resident(), codes_sent(app)
        slug = account.commune.slug  # type: ignore[union-attr]
        browser.submit(f"/{slug}/saluer", {"closed": "1"})

        page = sign_in(browser, account.commune, sent, str(account.email))

        assert text(page.h1) == "Mon espace"
        assert "fermé depuis hier" in text(page.main)
        assert done == []

    def test_of_somebody_who_left_is_not_done_by_the_next_person(
        self,
        app: Flask,
        browser: Browser,
        done: Done,
        noon: datetime,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        account, sent = a_resident(), codes_sent(app)
        slug = account.commune.slug  # type: ignore[union-attr]
        browser.submit(f"/{slug}/saluer", {})
        monkeypatch.setattr(clock, "now", lambda: noon + timedelta(minutes=61))

        sign_in(browser, account.commune, sent, str(account.email))

        assert done == []

    def test_is_announced_and_can_be_forgotten(
        self, app: Flask, browser: Browser, done: Done
    ) -> None:
        account, sent = a_resident(), codes_sent(app)
        slug = account.commune.slug  # type: ignore[union-attr]
        page = browser.submit(f"/{slug}/saluer", {})
        assert "C’est gardé" in text(page.main)

        browser.submit(f"/{slug}/connexion/oublier")
        sign_in(browser, account.commune, sent, str(account.email))

        assert done == []
        assert db.session.scalars(select(Intention)).all() == []


class TestAFormSentAfterTheSessionEnded:
    """R-4 of the design, invariant 7 of product.md."""

    def test_is_kept_whole_and_has_its_effect_once(self, app: Flask, browser: Browser) -> None:
        staff, sent = a_staff_member(), codes_sent(app)
        slug = staff.commune.slug  # type: ignore[union-attr]
        browser.sign_in(staff)
        db.session.execute(update(SignIn).values(ended_at=clock.now()))
        fields = {"email": "anne@valbruyere.example", "role": "official", "mandate": "échevine <b>"}
        response = browser.open("POST", f"/{slug}/gestion/personnes/inviter", fields)
        assert response.location == f"/{slug}/connexion"

        page = sign_in(browser, staff.commune, sent, str(staff.email))

        assert text(page.h1) == "Votre texte est gardé"
        assert "échevine <b>" in text(page.main)
        form = page.select_one("main form[action]")
        again = {field["name"]: field["value"] for field in form.select("[name]")}  # type: ignore[union-attr]
        assert fields.items() <= again.items()
        for _time in range(2):
            page = browser.submit(str(form["action"]), again)  # type: ignore[index]
            assert len(page.select("h3.list__title")) == 1

    def test_is_not_there_for_another_browser(self, app: Flask, browser: Browser) -> None:
        account = a_resident()
        slug = account.commune.slug  # type: ignore[union-attr]
        Browser(app).open("POST", f"/{slug}/mon-espace/effacer", {"confirmed": "y"})
        browser.sign_in(account)

        response = browser.open("GET", f"/{slug}/connexion/texte-garde")

        assert response.location == f"/{slug}/mon-espace"


class TestThePageBeforeSignIn:
    def test_is_shown_after_it(self, app: Flask, browser: Browser) -> None:
        staff, sent = a_staff_member(), codes_sent(app)
        slug = staff.commune.slug  # type: ignore[union-attr]
        browser.open("GET", f"/{slug}/gestion/personnes?x=1")

        browser.submit(f"/{slug}/connexion", {"email": staff.email})
        response = browser.open("POST", f"/{slug}/connexion/code", {"code": sent[0].code})

        assert response.location == f"/{slug}/gestion/personnes?x=1"

    @pytest.mark.parametrize(
        "path",
        [
            "//evil.example",
            "https://evil.example/",
            "/\\evil.example",
            "/{slug}//evil.example",
            "/{slug}/../..//evil.example",
            "/{slug}.evil.example/",
            "/{slug}/n-existe-pas",
            "/autre-commune/mon-espace",
            "/%09/evil.example",
            "javascript:alert(1)",
        ],
    )
    def test_is_only_ever_one_of_ours(self, app: Flask, browser: Browser, path: str) -> None:
        """T-81: even if a page could put another one there."""
        account, sent = a_resident(), codes_sent(app)
        slug = account.commune.slug  # type: ignore[union-attr]
        browser.get(f"/{slug}/connexion")
        with browser.client.session_transaction() as session:
            session[intentions.PAGE] = path.format(slug=slug)

        browser.submit(f"/{slug}/connexion?next=//evil.example", {"email": account.email})
        response = browser.open("POST", f"/{slug}/connexion/code", {"code": sent[0].code})

        assert response.location == f"/{slug}/mon-espace"
