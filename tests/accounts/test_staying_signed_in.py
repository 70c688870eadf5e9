"""A session from its beginning to its end, and who reads without one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from participe.accounts.models import Account, SignIn, SignInCode
from participe.extensions import db
from tests.accounts.signing import A_MINUTE, codes_sent, count, later, sign_in
from tests.browser import Browser, text
from tests.factories import (
    a_commune,
    a_proposal,
    a_resident,
    a_staff_member,
    an_official,
)


class TestASession:
    def test_of_another_commune_is_a_visitors(self, browser: Browser) -> None:
        """T-21."""
        staff, other = a_staff_member(), a_commune()
        browser.sign_in(staff)

        response = browser.open("GET", f"/{other.slug}/gestion/personnes")

        assert response.location == f"/{other.slug}/connexion"

    @pytest.mark.parametrize(
        ("who", "own", "life"),
        [
            (a_resident, True, timedelta(days=60)),
            (a_resident, False, timedelta(minutes=45)),
            (a_staff_member, True, timedelta(hours=12)),
            (an_official, True, timedelta(hours=12)),
            (an_official, False, timedelta(minutes=45)),
        ],
    )
    def test_lasts_as_long_as_its_risk_allows(
        self,
        app: Flask,
        browser: Browser,
        noon: datetime,
        who: Callable[..., Account],
        own: bool,
        life: timedelta,
    ) -> None:
        account, sent = who(), codes_sent(app)
        slug = account.commune.slug  # type: ignore[union-attr]

        fields = {"email": account.email} | ({"own_computer": "y"} if own else {})
        browser.submit(f"/{slug}/connexion", fields)
        browser.submit(f"/{slug}/connexion/code", {"code": sent[0].code})

        assert db.session.scalars(select(SignIn)).one().expires_at == noon + life

    def test_starts_afresh_and_ends_the_one_before(self, app: Flask, browser: Browser) -> None:
        """T-80: the anti-forgery token changes; ASVS 7.2.4: the session too."""
        account, sent = a_resident(), codes_sent(app)
        browser.sign_in(a_resident())
        with browser.client.session_transaction() as session:
            session["csrf_token"] = "before"

        sign_in(browser, account.commune, sent, str(account.email))

        with browser.client.session_transaction() as session:
            assert session.get("csrf_token") != "before"
        first, second = db.session.scalars(select(SignIn).order_by(SignIn.id))
        assert first.ended_at
        assert not second.ended_at

    def test_that_is_used_does_not_end_for_being_idle(
        self, browser: Browser, monkeypatch: pytest.MonkeyPatch, noon: datetime
    ) -> None:
        staff = a_staff_member()
        browser.sign_in(staff)
        path = f"/{staff.commune.slug}/mon-espace"  # type: ignore[union-attr]

        for minutes in (20, 40, 60):
            later(monkeypatch, noon, minutes * A_MINUTE)
            browser.get(path)
        later(monkeypatch, noon, 91 * A_MINUTE)

        assert browser.open("GET", path).status_code == 303

    def test_ends_on_the_server_and_in_the_browser(self, app: Flask, browser: Browser) -> None:
        account = a_resident()
        browser.sign_in(account)
        stolen = browser.client.get_cookie("participe")
        slug = account.commune.slug  # type: ignore[union-attr]

        response = browser.open("POST", f"/{slug}/deconnexion")

        assert "cache" in response.headers["Clear-Site-Data"]
        browser.client.set_cookie("participe", stolen.value)  # type: ignore[union-attr]
        assert browser.open("GET", f"/{slug}/mon-espace").location == f"/{slug}/connexion"

    def test_can_be_ended_from_another_device_by_its_person_only(
        self, app: Flask, browser: Browser
    ) -> None:
        account = a_resident()
        slug = account.commune.slug  # type: ignore[union-attr]
        lost = Browser(app).sign_in(account)
        sign_in_id = db.session.scalars(select(SignIn.id)).one()
        path = f"/{slug}/mon-espace/connexions/{sign_in_id}/terminer"

        stranger = Browser(app).sign_in(a_resident(commune=account.commune))
        stranger.post(path, status=404)
        browser.sign_in(account)
        page = browser.submit(path)

        assert "terminée" in text(page.main)
        assert lost.open("GET", f"/{slug}/mon-espace").status_code == 303

    def test_is_kept_nowhere_by_the_browser(self, browser: Browser) -> None:
        """T-69."""
        account = a_resident()
        slug = account.commune.slug  # type: ignore[union-attr]

        assert browser.open("GET", f"/{slug}/connexion").headers["Cache-Control"] == "no-store"
        browser.sign_in(account)
        assert browser.open("GET", f"/{slug}/mon-espace").headers["Cache-Control"] == "no-store"

    def test_is_not_made_by_reading(self, browser: Browser) -> None:
        commune = a_commune()

        response = browser.open("GET", f"/{commune.slug}/compte-efface")

        assert "Set-Cookie" not in response.headers


class TestReading:
    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_a_page_of_signing_in_changes_nothing(
        self, app: Flask, browser: Browser, method: str
    ) -> None:
        """T-60."""
        commune, sent = a_commune(), codes_sent(app)
        browser.submit(f"/{commune.slug}/connexion", {"email": "nadia@exemple.be"})

        for _time in range(4):
            for page in ("connexion", "connexion/code", "connexion/code?code=" + sent[0].code):
                assert browser.open(method, f"/{commune.slug}/{page}").status_code == 200

        code = db.session.scalars(select(SignInCode)).one()
        assert (code.tries, code.ended_at, count(SignIn), len(sent)) == (0, None, 0, 1)


@pytest.mark.usefixtures("app")
def test_an_erased_author_is_named_by_nobody(noon: datetime) -> None:
    proposal = a_proposal(author=a_resident(erased_at=noon, display_name=""))

    assert proposal.author.shown_name == "Personne qui a retiré son nom"
