"""One form, one effect: however often and however fast it arrives (promise R-3)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from participe.accounts.models import Account
from participe.accounts.session import for_staff
from participe.communes.models import DigitalSpace
from participe.extensions import db
from participe.kernel.errors import Refusal
from participe.web.submissions import Submission
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_commune, a_staff_member

ARRIVALS = 8
SPACE = {"name": "EPN du Tilleul", "address": "Place 1", "hours": "Mardi, 13 h à 17 h"}

pytestmark = on_both


def spaces_count() -> int:
    return db.session.scalars(select(func.count(DigitalSpace.id))).one()


def the_form(browser: Browser) -> str:
    """Return where staff adds an EPN: a form whose double effect would be seen."""
    commune = a_commune()
    browser.sign_in(a_staff_member(commune=commune))
    return f"/{commune.slug}/gestion/reglages/epn/nouveau"


class TestTheSameFormAgain:
    def test_arriving_together_it_has_one_effect_and_leads_to_one_place(
        self, app: Flask, browser: Browser
    ) -> None:
        commune = a_commune()
        windows = _windows(app, a_staff_member(commune=commune))
        path = f"/{commune.slug}/gestion/reglages/epn/nouveau"

        answers = _post_together(windows, path, SPACE | {"form_key": uuid4().hex})

        assert [answer.status_code for answer in answers] == [303] * ARRIVALS
        assert {answer.location for answer in answers} == {f"/{commune.slug}/gestion/reglages/epn"}
        assert spaces_count() == 1

    def test_the_twin_that_meets_a_rule_set_by_the_first_is_led_to_the_same_place(
        self, app: Flask, browser: Browser
    ) -> None:
        path, fields = the_form(browser), SPACE | {"form_key": uuid4().hex}
        real = app.view_functions["settings.add_space"]

        @for_staff
        def overtaken() -> None:
            app.view_functions["settings.add_space"] = real
            db.session.rollback()
            with app.app_context():
                browser.client.post(path, data=fields)
            raise Refusal("Cet EPN existe déjà.")

        app.view_functions["settings.add_space"] = overtaken
        db.session.commit()
        with app.app_context():
            response = browser.client.post(path, data=fields)
            db.session.commit()  # whatever is done after the answer is no effect of the form

        assert (response.status_code, response.data) == (303, b"")
        assert response.location == path.removesuffix("/nouveau")
        assert spaces_count() == 1

    def test_arriving_later_it_leads_to_the_same_place(self, browser: Browser) -> None:
        path, fields = the_form(browser), SPACE | {"form_key": uuid4().hex}

        first = browser.open("POST", path, fields)
        again = browser.open("POST", path, fields)

        assert (first.status_code, first.location) == (303, again.location)
        assert again.status_code == 303
        assert spaces_count() == 1

    def test_with_another_text_it_is_refused(self, browser: Browser) -> None:
        path, fields = the_form(browser), SPACE | {"form_key": uuid4().hex}
        browser.open("POST", path, fields)

        page = browser.post(path, fields | {"name": "Un autre EPN"}, status=409)

        assert "changé entre-temps" in text(page.h1)
        assert spaces_count() == 1

    def test_from_somebody_else_it_is_refused(self, browser: Browser) -> None:
        path, fields = the_form(browser), SPACE | {"form_key": uuid4().hex}
        browser.open("POST", path, fields)
        slug = path.split("/")[1]
        commune = db.session.scalars(select(DigitalSpace)).one().commune
        assert commune.slug == slug

        other = Browser(browser.app).sign_in(a_staff_member(commune=commune))

        other.post(path, fields, status=409)

    def test_refused_for_what_was_typed_it_may_be_sent_again(self, browser: Browser) -> None:
        path, key = the_form(browser), {"form_key": uuid4().hex}
        browser.post(path, SPACE | key | {"name": ""}, status=422)

        browser.submit(path, SPACE | key)

        assert spaces_count() == 1

    def test_a_new_form_has_an_effect_of_its_own(self, browser: Browser) -> None:
        path = the_form(browser)

        browser.submit(path, SPACE)
        browser.submit(path, SPACE)

        assert spaces_count() == 2


class TestTheKey:
    def test_each_form_that_is_shown_has_its_own(self, browser: Browser) -> None:
        path = the_form(browser)

        keys = {browser.get(path).select_one("main [name=form_key]")["value"] for _ in range(3)}

        assert len(keys) == 3

    def test_t70_without_one_nothing_is_done(self, browser: Browser) -> None:
        path = the_form(browser)

        for key in ("", "short", "x" * 101):
            browser.post(path, SPACE | {"form_key": key}, status=400)

        assert spaces_count() == 0

    def test_only_its_hash_is_kept(self, browser: Browser) -> None:
        key = uuid4().hex

        browser.submit(the_form(browser), SPACE | {"form_key": key})

        assert key not in db.session.scalars(select(Submission.key)).all()

    def test_a_preview_does_not_use_it_up(self, browser: Browser) -> None:
        path = the_form(browser).replace("epn/nouveau", "charte")
        fields = {"form_key": uuid4().hex, "charter": "**Parlez** des idées."}

        page = browser.post(f"{path}/apercu", fields, status=200)
        browser.submit(path, fields)

        assert page.select("main strong")


def _windows(app: Flask, account: Account) -> list[Browser]:
    return [Browser(app).sign_in(account) for _ in range(ARRIVALS)]


def _post_together(windows: list[Browser], path: str, fields: dict[str, str]) -> list[TestResponse]:
    """Send the same form from all windows of one person, a thread each, at one moment."""
    ready = Barrier(ARRIVALS)
    db.session.commit()

    def post(browser: Browser) -> TestResponse:
        ready.wait()
        with browser.app.app_context():
            return browser.client.post(path, data=fields)

    with ThreadPoolExecutor(ARRIVALS) as threads:
        return list(threads.map(post, windows))
