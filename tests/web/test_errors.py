"""Whatever arrives, somebody gets a page in our words: never a bare error, never a 500."""

import logging
from io import BytesIO
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from participe.extensions import db
from participe.kernel.authorization import for_everyone
from participe.kernel.errors import Refusal
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_commune, a_staff_member

REFERENCE = 8  # signs


class TestKnownErrors:
    def test_what_does_not_exist_leads_home(self, browser: Browser) -> None:
        commune = a_commune()

        page = browser.get(f"/{commune.slug}/nulle-part", status=404)

        assert page.select(f'main a[href="/{commune.slug}"]')

    def test_a_commune_that_is_not_open_is_a_page_of_the_platform(self, browser: Browser) -> None:
        page = browser.get("/atlantis/contact", status=404)

        assert page.select('.brand[href="/"]')

    def test_a_verb_that_an_address_does_not_know_is_told_the_others(
        self, browser: Browser
    ) -> None:
        response = browser.open("POST", "/")

        assert response.status_code == 405
        assert {"GET", "HEAD"} <= set(response.headers["Allow"].split(", "))

    def test_t120_too_large_a_form_is_refused_at_once(self, browser: Browser) -> None:
        path = f"/{a_commune().slug}/affichage"

        page = browser.post(path, {"text_size": "x" * 300_000}, status=413)

        assert "trop lourd" in text(page.h1)

    def test_a_form_without_its_token_is_out_of_date(self, browser: Browser, app: Flask) -> None:
        app.config["WTF_CSRF_ENABLED"] = True

        browser.post(f"/{a_commune().slug}/affichage", {"theme": "dark"}, status=400)

    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "a b", "[::1"])
    def test_t83_a_host_that_is_not_ours_gets_nothing(self, browser: Browser, host: str) -> None:
        for path in ("/", "/valbruyere/contact", "/static/css/participe.css"):
            response = browser.open("GET", path, headers={"Host": host})

            assert response.status_code == 400
            assert host not in response.get_data(as_text=True) or not host

    def test_t83_no_header_changes_where_links_lead(self, browser: Browser) -> None:
        headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}

        response = browser.open("GET", "/", headers=headers)

        assert response.status_code == 200
        assert "evil" not in response.get_data(as_text=True)


class TestUnexpectedErrors:
    def test_a_fault_of_ours_has_a_reference_and_the_telephone(
        self, app: Flask, browser: Browser, caplog: pytest.LogCaptureFixture
    ) -> None:
        commune = a_commune(telephone="081 11 22 33")
        _break(app, "web.contact", ZeroDivisionError("secret"))

        with caplog.at_level(logging.ERROR):
            page = browser.get(f"/{commune.slug}/contact", status=500)

        reference = text(page.select_one("main strong"))
        assert len(reference) == REFERENCE
        assert reference in caplog.text
        assert "081 11 22 33" in text(page.main)
        assert "secret" not in str(page)

    def test_a_database_that_does_not_answer_is_a_pause_that_asks_it_nothing(
        self, app: Flask, browser: Browser, caplog: pytest.LogCaptureFixture
    ) -> None:
        commune = a_commune()
        browser.sign_in(a_staff_member(commune=commune))
        _break(app, "web.contact", OperationalError("SELECT", {}, Exception("gone")))

        with caplog.at_level(logging.ERROR):
            response = browser.open("GET", f"/{commune.slug}/contact")

        assert response.status_code == 503
        assert response.headers["Retry-After"] == "30"

    def test_a_rule_that_no_form_shows_is_said_in_its_words(
        self, app: Flask, browser: Browser
    ) -> None:
        _break(app, "web.contact", Refusal("Pas aujourd’hui."))

        page = browser.get(f"/{a_commune().slug}/contact", status=422)

        assert "Pas aujourd’hui." in text(page.main)


@on_both
class TestMalformedInput:
    @pytest.mark.parametrize(
        "path",
        [
            *("/%00", "/valb%00ruyere/contact", "/{slug}/aide/%00", "/?commune=%00", "/?%00=a"),
            *("/?commune=%ff%fe", "/%ff%fe", "/?commune=%ed%a0%80", "/{slug}/%ed%a0%80"),
            *("/?commune=" + "a" * 5000, "/{slug}/gestion/reglages/epn/" + "9" * 40),
            *("/?" + "&".join(f"a{n}=b" for n in range(2000)), "/" + "a" * 5000),
        ],
    )
    def test_f21_no_address_breaks_anything(self, browser: Browser, path: str) -> None:
        commune = a_commune()
        browser.sign_in(a_staff_member(commune=commune))

        response = browser.open("GET", path.replace("{slug}", commune.slug))

        assert response.status_code in {200, 400, 404}

    @pytest.mark.parametrize(
        ("value", "stored"),
        [
            (b"a%00b", "ab"),
            (b"%ff%fe", "%FF%FE"),
            (b"%ed%a0%80", "%ED%A0%80"),
            (quote("e\u0301 \u202eabc\u200b").encode(), "é abc"),
        ],
    )
    def test_f21_what_no_database_stores_never_reaches_one(
        self, browser: Browser, value: bytes, stored: str
    ) -> None:
        commune = a_commune()
        browser.sign_in(a_staff_member(commune=commune))

        response = _post_raw(
            browser,
            f"/{commune.slug}/gestion/reglages/epn/nouveau",
            b"form_key=0123456789abcdef&name=" + value + b"&address=x&hours=y&telephone=",
        )

        assert response.status_code == 303
        assert stored in text(browser.get(response.location).main)

    def test_f20_five_thousand_fields_are_too_many(self, browser: Browser) -> None:
        fields = "&".join(f"a{number}=b" for number in range(5000)).encode()

        response = _post_raw(browser, f"/{a_commune().slug}/affichage", fields)

        assert response.status_code in {400, 413, 422}

    def test_f20_a_megabyte_in_a_field_is_too_much(self, browser: Browser) -> None:
        commune = a_commune()
        browser.sign_in(a_staff_member(commune=commune))

        path = f"/{commune.slug}/gestion/reglages/epn/nouveau"
        browser.post(path, {"name": "a" * 1_000_000, "address": "x", "hours": "y"}, status=413)

    @pytest.mark.parametrize(
        "body",
        [b"", b"--x", b"--x\r\n\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\na", b"\0"],
    )
    def test_f21_a_broken_multipart_form_is_no_form(self, browser: Browser, body: bytes) -> None:
        response = _post_raw(
            browser, f"/{a_commune().slug}/affichage", body, "multipart/form-data; boundary=x"
        )

        assert response.status_code == 400


def _break(app: Flask, endpoint: str, error: Exception) -> None:
    @for_everyone
    def broken() -> str:
        raise error

    app.view_functions[endpoint] = broken


def _post_raw(
    browser: Browser,
    path: str,
    body: bytes,
    content_type: str = "application/x-www-form-urlencoded",
) -> TestResponse:
    """Post bytes that no browser would send."""
    db.session.commit()
    with browser.app.app_context():
        return browser.client.post(
            path, input_stream=BytesIO(body), content_length=len(body), content_type=content_type
        )
