"""A person's own space: their data in their hands, and the way out."""

import json
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy import text as sql

from participe.accounts.events import PersonErased
from participe.accounts.models import Account, RoleGrant, SignIn
from participe.accounts.space import EXPORTS
from participe.extensions import db
from participe.kernel import clock, events
from tests.accounts.signing import codes_sent
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_proposal, a_resident, a_staff_member, an_official

LATER = timedelta(minutes=61)


class TestTheAccount:
    def test_leads_to_the_letters_one_receives_and_to_the_rest_of_it(
        self, browser: Browser
    ) -> None:
        account = a_resident()
        start = f"/{account.commune.slug}/mon-espace"  # type: ignore[union-attr]

        page = browser.sign_in(account).get(start)

        for path in ("/courriels", "/connexions", "/donnees", "/effacer"):
            assert page.main.select(f'a[href="{start}{path}"]'), path  # type: ignore[union-attr]


class TestTheExport:
    def test_holds_the_account_and_what_the_packages_add(
        self, app: Flask, browser: Browser
    ) -> None:
        account = a_resident(display_name="Nadia")
        slug = account.commune.slug  # type: ignore[union-attr]
        EXPORTS.add(app, lambda person: ("essai", [person.display_name]))

        response = browser.sign_in(account).open("GET", f"/{slug}/mon-espace/donnees")

        content = json.loads(response.get_data(as_text=True))
        assert content["compte"]["e-mail"] == account.email
        assert content["essai"] == ["Nadia"]
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "Nadia" not in response.headers["Content-Disposition"]
        assert response.headers["Cache-Control"] == "no-store"

    def test_asks_for_a_new_code_after_an_hour(
        self, app: Flask, browser: Browser, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """ASVS 7.5.1."""
        account, sent = a_resident(), codes_sent(app)
        slug = account.commune.slug  # type: ignore[union-attr]
        browser.sign_in(account)
        monkeypatch.setattr(clock, "now", lambda: noon + LATER)
        response = browser.open("GET", f"/{slug}/mon-espace/donnees")
        assert response.location == f"/{slug}/connexion/confirmer"

        browser.get(response.location)
        browser.submit(response.location)
        page = browser.submit(f"/{slug}/connexion/code", {"code": sent[0].code})

        assert text(page.h1) == "Mon espace"
        assert browser.open("GET", f"/{slug}/mon-espace/donnees").status_code == 200


class TestErasing:
    def test_needs_the_box(self, browser: Browser) -> None:
        account = a_resident()
        slug = account.commune.slug  # type: ignore[union-attr]
        browser.sign_in(account)

        page = browser.post(f"/{slug}/mon-espace/effacer", status=422)

        assert page.select(".error-summary a[href='#confirmed']")
        assert account.email

    @on_both
    def test_leaves_the_text_without_a_trace_of_its_author(
        self, app: Flask, browser: Browser
    ) -> None:
        """G-2: no column holds the name or the address any more."""
        account = an_official(display_name="Canari Bleu", email="canari@valbruyere.example")
        proposal = a_proposal(author=account, title="Une fontaine")
        slug, author_id = account.commune.slug, account.id  # type: ignore[union-attr]
        browser.submit(f"/{slug}/connexion", {"email": account.email})
        erased: list[str | None] = []
        events.subscribe(app, PersonErased, lambda event: erased.append(event.person.email))

        response = browser.sign_in(account).open(
            "POST", f"/{slug}/mon-espace/effacer", {"confirmed": "y"}
        )

        assert "storage" in response.headers["Clear-Site-Data"]
        assert text(browser.get(response.location).h1) == "Votre compte est effacé"
        assert browser.open("GET", f"/{slug}/mon-espace").status_code == 303
        assert erased == ["canari@valbruyere.example"]
        assert proposal.title == "Une fontaine"
        assert proposal.author.shown_name == "Personne qui a retiré son nom"
        assert db.session.scalars(select(SignIn)).all() == []
        grants = select(RoleGrant.withdrawn_at).where(RoleGrant.person_id == author_id)
        assert db.session.scalars(grants).one() is not None
        for table in ("person", "sign_in_code", "invitation", "role_grant"):
            rows = db.session.execute(sql(f"SELECT * FROM {table}")).all()  # noqa: S608
            assert "canari" not in str(rows).lower()

    def test_leaves_the_address_free_for_a_new_person(self, app: Flask, browser: Browser) -> None:
        account, sent = a_resident(email="nadia@exemple.be"), codes_sent(app)
        slug, first = account.commune.slug, account.id  # type: ignore[union-attr]
        browser.sign_in(account).submit(f"/{slug}/mon-espace/effacer", {"confirmed": "y"})

        browser.submit(f"/{slug}/connexion", {"email": "nadia@exemple.be"})
        browser.submit(f"/{slug}/connexion/code", {"code": sent[0].code})

        living = db.session.scalars(select(Account).where(Account.erased_at.is_(None))).one()
        assert living.id != first

    def test_is_refused_to_the_last_of_the_team(self, browser: Browser) -> None:
        staff = a_staff_member()
        slug = staff.commune.slug  # type: ignore[union-attr]
        browser.sign_in(staff)

        page = browser.post(f"/{slug}/mon-espace/effacer", {"confirmed": "y"}, status=422)

        assert "dernière personne de l’équipe" in text(page.select_one(".error-summary"))
        assert staff.email
