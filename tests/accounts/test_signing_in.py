"""Signing in by six digits: one way in, the same for everyone, and nothing to guess."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from participe.accounts.models import Account, SignIn, SignInCode
from participe.extensions import db
from tests.accounts.signing import A_MINUTE, codes_sent, count, later, sign_in
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import (
    a_commune,
    a_platform_admin,
    a_resident,
    an_official,
)


class TestAPersonWhoComesForTheFirstTime:
    @on_both
    def test_gives_an_address_six_digits_and_a_name_then_is_in_her_space(
        self, app: Flask, browser: Browser
    ) -> None:
        commune, sent = a_commune(), codes_sent(app)

        page = sign_in(browser, commune, sent, "Nadia@Exemple.be ")

        assert "Sous quel nom participez-vous" in text(page.h1)
        page = browser.submit(f"/{commune.slug}/connexion/nom", {"display_name": " Nadia  L. "})
        assert text(page.h1) == "Mon espace"
        account = db.session.scalars(select(Account)).one()
        assert (account.email, account.display_name) == ("nadia@exemple.be", "Nadia L.")

    def test_has_no_account_before_her_code_comes_back(self, app: Flask, browser: Browser) -> None:
        commune = a_commune()

        browser.submit(f"/{commune.slug}/connexion", {"email": "nadia@exemple.be"})

        assert count(Account) == 0

    def test_is_asked_for_her_name_before_anything_else(self, app: Flask, browser: Browser) -> None:
        commune, sent = a_commune(), codes_sent(app)
        sign_in(browser, commune, sent, "nadia@exemple.be")

        response = browser.open("GET", f"/{commune.slug}/mon-espace/donnees")

        assert response.location == f"/{commune.slug}/connexion/nom"

    @pytest.mark.parametrize(
        "name",
        [
            *("N", "n" * 41, "42", "Commune de Valbruyère", "Éq\u200buipe", "Вourgmestre"),
            "personne qui a retire son nom",
        ],
    )
    def test_cannot_take_a_name_that_misleads(
        self, app: Flask, browser: Browser, name: str
    ) -> None:
        """T-106."""
        commune, sent = a_commune(), codes_sent(app)
        sign_in(browser, commune, sent, "nadia@exemple.be")

        page = browser.post(f"/{commune.slug}/connexion/nom", {"display_name": name}, status=422)

        assert page.select(".error-summary")
        assert db.session.scalars(select(Account)).one().display_name == ""

    def test_cannot_take_the_name_of_an_official(self, app: Flask, browser: Browser) -> None:
        commune, sent = a_commune(), codes_sent(app)
        an_official(commune=commune, display_name="Anne Dubois")
        sign_in(browser, commune, sent, "nadia@exemple.be")

        browser.post(f"/{commune.slug}/connexion/nom", {"display_name": "Аnne Dubоis"}, status=422)


class TestAnAddress:
    def test_is_refused_when_it_is_none_and_stays_in_its_field(self, browser: Browser) -> None:
        commune = a_commune()

        page = browser.post(
            f"/{commune.slug}/connexion", {"email": "nadia@", "own_computer": "y"}, status=422
        )

        assert page.select_one("#email")["value"] == "nadia@"  # type: ignore[index]
        assert page.select_one("#own_computer").has_attr("checked")  # type: ignore[union-attr]

    def test_gets_the_same_answer_rows_and_letter_whether_it_is_known_or_not(
        self, app: Flask
    ) -> None:
        """T-67."""
        commune, sent = a_commune(), codes_sent(app)
        known = a_resident(commune=commune).email
        seen = []

        for email in (known, "inconnue@valbruyere.example"):
            browser, before = Browser(app), count(SignInCode)
            response = browser.open("POST", f"/{commune.slug}/connexion", {"email": email})
            page = browser.get(response.location)
            body = text(page.main).replace(str(email), "")
            seen.append((response.status_code, response.location, body, count(SignInCode) - before))

        assert seen[0] == seen[1]
        assert len(sent) == 2

    @on_both
    def test_is_sent_five_codes_an_hour_at_most_with_the_same_answer(
        self, app: Flask, browser: Browser
    ) -> None:
        """T-77."""
        commune, sent = a_commune(), codes_sent(app)

        answers = {
            browser.open("POST", f"/{commune.slug}/connexion", {"email": "n@exemple.be"}).location
            for _time in range(7)
        }

        assert len(answers) == 1
        assert len(sent) == 5


class TestACode:
    @on_both
    def test_is_tried_five_times_and_then_even_the_right_one_is_refused(
        self, app: Flask, browser: Browser
    ) -> None:
        commune, sent = a_commune(), codes_sent(app)
        browser.submit(f"/{commune.slug}/connexion", {"email": "nadia@exemple.be"})

        for _time in range(5):
            browser.post(
                f"/{commune.slug}/connexion/code", {"code": wrong(sent[-1].code)}, status=422
            )
        page = browser.post(f"/{commune.slug}/connexion/code", {"code": sent[-1].code}, status=422)

        assert "ne marche plus" in text(page.select_one(".error-summary"))
        assert count(SignIn) == 0

    def test_is_the_newest_one_only(self, app: Flask, browser: Browser) -> None:
        commune, sent = a_commune(), codes_sent(app)
        browser.submit(f"/{commune.slug}/connexion", {"email": "nadia@exemple.be"})
        browser.submit(f"/{commune.slug}/connexion/code/renvoyer")
        first, second = sent[0].code, sent[1].code

        if first != second:
            browser.post(f"/{commune.slug}/connexion/code", {"code": first}, status=422)

        browser.submit(f"/{commune.slug}/connexion/code", {"code": f"{second[:3]} {second[3:]}"})

    def test_works_once(self, app: Flask, browser: Browser) -> None:
        """T-66."""
        commune, sent = a_commune(), codes_sent(app)
        other = Browser(app)
        for each in (browser, other):
            each.submit(f"/{commune.slug}/connexion", {"email": "nadia@exemple.be"})
        browser.submit(f"/{commune.slug}/connexion/code", {"code": sent[-1].code})

        other.post(f"/{commune.slug}/connexion/code", {"code": sent[-1].code}, status=422)

    def test_that_is_too_old_is_replaced_and_this_is_said(
        self, app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch, noon: datetime
    ) -> None:
        commune, sent = a_commune(), codes_sent(app)
        browser.submit(f"/{commune.slug}/connexion", {"email": "nadia@exemple.be"})
        later(monkeypatch, noon, 15 * A_MINUTE)

        page = browser.post(f"/{commune.slug}/connexion/code", {"code": sent[0].code}, status=422)

        assert "Nous venons de vous en envoyer un autre" in text(page.main)
        browser.submit(f"/{commune.slug}/connexion/code", {"code": sent[1].code})

    @pytest.mark.parametrize(
        "fields",
        [{}, {"code": ""}, {"code[]": "123456"}, {"code": "null"}, {"code": ["1", "2"]}],
    )
    def test_left_blank_or_of_another_shape_is_refused_and_costs_no_try(
        self, browser: Browser, fields: dict[str, Any]
    ) -> None:
        """T-63, T-70."""
        commune = a_commune()
        browser.submit(f"/{commune.slug}/connexion", {"email": "nadia@exemple.be"})

        browser.post(f"/{commune.slug}/connexion/code", fields, status=422)

        assert db.session.scalars(select(SignInCode)).one().tries == 0

    def test_of_one_commune_opens_nothing_in_another(self, app: Flask, browser: Browser) -> None:
        here, there, sent = a_commune(), a_commune(), codes_sent(app)
        browser.submit(f"/{here.slug}/connexion", {"email": "nadia@exemple.be"})

        response = browser.open("POST", f"/{there.slug}/connexion/code", {"code": sent[0].code})

        assert response.location == f"/{there.slug}/connexion"

    def test_is_not_kept_as_it_is(self, app: Flask, browser: Browser) -> None:
        commune, sent = a_commune(), codes_sent(app)

        browser.submit(f"/{commune.slug}/connexion", {"email": "nadia@exemple.be"})

        assert sent[0].code not in db.session.scalars(select(SignInCode.code_hash)).one()

    @on_both
    def test_is_compared_five_times_when_a_hundred_tries_arrive_at_once(self, app: Flask) -> None:
        """T-64."""
        commune, sent = a_commune(), codes_sent(app)
        slug = commune.slug
        browser = Browser(app)
        browser.submit(f"/{slug}/connexion", {"email": "nadia@exemple.be"})
        false = wrong(sent[0].code)

        statuses = at_once(
            app, browser, 100, lambda _n: (f"/{slug}/connexion/code", {"code": false})
        )

        assert set(statuses) == {422}
        assert db.session.scalars(select(SignInCode.tries)).one() == 5
        browser.post(f"/{slug}/connexion/code", {"code": sent[0].code}, status=422)

    @on_both
    def test_signs_in_once_when_it_arrives_ten_times_at_once(self, app: Flask) -> None:
        commune, sent = a_commune(), codes_sent(app)
        slug = commune.slug
        browser = Browser(app)
        browser.submit(f"/{slug}/connexion", {"email": "nadia@exemple.be"})

        statuses = at_once(
            app, browser, 10, lambda _n: (f"/{slug}/connexion/code", {"code": sent[0].code})
        )

        assert sorted(statuses) == [303] + 9 * [422]
        assert count(SignIn) == count(Account) == 1


class TestThePlatform:
    def test_lets_its_administrators_in_by_the_same_two_pages(
        self, app: Flask, browser: Browser
    ) -> None:
        admin, sent = a_platform_admin(), codes_sent(app)

        page = sign_in(browser, None, sent, str(admin.email))

        assert text(page.h1) == "Les communes de la plateforme"

    def test_makes_no_account_for_others_and_says_so_after_the_code_only(
        self, app: Flask, browser: Browser
    ) -> None:
        sent = codes_sent(app)
        browser.submit("/connexion", {"email": "nadia@exemple.be"})

        page = browser.post("/connexion/code", {"code": sent[0].code}, status=422)

        assert "administre pas la plateforme" in text(page.main)
        assert count(Account) == count(SignIn) == 0

    def test_gives_its_administrators_nothing_in_a_commune(self, browser: Browser) -> None:
        commune = a_commune()
        browser.sign_in(a_platform_admin())

        response = browser.open("GET", f"/{commune.slug}/gestion/personnes")

        assert response.location == f"/{commune.slug}/connexion"


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def at_once(
    app: Flask, browser: Browser, times: int, request: Callable[[int], tuple[str, dict[str, str]]]
) -> list[int]:
    """Send the same browser's requests from real threads, each with a form key of its own."""
    cookie = browser.client.get_cookie("participe")
    assert cookie is not None
    value = cookie.value

    def send(number: int) -> int:
        client = app.test_client()
        client.set_cookie("participe", value)
        path, fields = request(number)
        fields = {"form_key": f"a-form-key-of-its-own-{number}"} | fields
        with app.app_context():
            return client.post(path, data=fields).status_code

    db.session.rollback()
    with ThreadPoolExecutor(max_workers=20) as pool:
        return list(pool.map(send, range(times)))
