from typing import Any

import pytest

from participe.communes import queries
from participe.communes.models import Commune
from participe.extensions import db
from tests.browser import Browser, a_file, text
from tests.communes.test_services import a_picture
from tests.factories import a_commune, a_resident, a_staff_member, an_official

PAGES = ["", "/contact", "/couleur", "/promesse", "/charte", "/blason", "/epn", "/epn/nouveau"]


@pytest.fixture
def commune(browser: Browser) -> Commune:
    """A commune in whose settings its staff works with `browser`."""
    commune = a_commune(slug="valbruyere")
    browser.sign_in(a_staff_member(commune=commune))
    return commune


def settings(page: str = "") -> str:
    return f"/valbruyere/gestion/reglages{page}"


class TestAccess:
    @pytest.mark.parametrize("page", PAGES)
    def test_staff_reads_every_page(self, browser: Browser, commune: Commune, page: str) -> None:
        browser.get(settings(page))

    @pytest.mark.parametrize("page", PAGES)
    def test_officials_and_residents_do_not(
        self, browser: Browser, commune: Commune, page: str
    ) -> None:
        for person in (an_official(commune=commune), a_resident(commune=commune)):
            browser.sign_in(person).get(settings(page), status=403)

    def test_t20_staff_of_another_commune_changes_nothing_here(
        self, browser: Browser, commune: Commune
    ) -> None:
        stranger = Browser(browser.app).sign_in(a_staff_member())

        response = stranger.open("POST", settings("/contact"), {"telephone": "081 99 99 99"})

        assert response.status_code in {303, 302, 403, 404}
        assert commune.telephone == "081 00 00 00"


class TestContact:
    def test_what_is_saved_stands_on_every_page(self, browser: Browser, commune: Commune) -> None:
        browser.submit(
            settings("/contact"),
            {"telephone": "081 22 33 44", "email": "info@namur.be", "address": "Place 1"},
        )

        assert "081 22 33 44" in text(browser.get("/valbruyere").footer)

    def test_what_is_wrong_is_said_and_stays(self, browser: Browser, commune: Commune) -> None:
        page = browser.post(
            settings("/contact"), {"telephone": "demain", "email": "nulle part"}, status=422
        )

        assert text(page.title).startswith("Erreur :")
        assert len(page.select(".error-summary li")) == 2
        assert page.select_one("#telephone")["value"] == "demain"


class TestAccent:
    def test_a_pale_colour_is_used_darker_and_one_reads_why(
        self, browser: Browser, commune: Commune
    ) -> None:
        page = browser.submit(settings("/couleur"), {"accent": "#ffcc00"})

        assert commune.accent == "#ffcc00"
        assert (
            "Votre jaune #ffcc00 est trop clair pour du texte. "
            "Nous utilisons #856a00 pour les liens, votre jaune reste dans le blason."
        ) in text(page.main)

    def test_a_dark_colour_is_used_as_it_is(self, browser: Browser, commune: Commune) -> None:
        page = browser.submit(settings("/couleur"), {"accent": "#7a1fa2"})

        assert "Votre violet #7a1fa2 se lit bien." in text(page.main)

    @pytest.mark.parametrize("typed", ["", "red", "#12", "#ff0000;}body{}", "url(x)"])
    def test_nothing_but_a_colour_reaches_the_sheet(
        self, browser: Browser, commune: Commune, typed: str
    ) -> None:
        browser.post(settings("/couleur"), {"accent": typed}, status=422)

        assert commune.accent == "#0b5f73"


class TestPromise:
    def test_it_is_saved(self, browser: Browser, commune: Commune) -> None:
        browser.submit(settings("/promesse"), {"threshold": "25", "answer_days": "45"})

        assert (commune.threshold, commune.answer_days) == (25, 45)

    @pytest.mark.parametrize("typed", ["", "0", "-1", "dix", "9" * 30, "1.5"])
    def test_a_number_that_is_none_is_refused(
        self, browser: Browser, commune: Commune, typed: str
    ) -> None:
        page = browser.post(
            settings("/promesse"), {"threshold": typed, "answer_days": "30"}, status=422
        )

        assert "Écrivez un nombre" in text(page.select_one(".error-summary li"))
        assert page.select_one("#threshold")["value"] == typed


class TestCharter:
    def test_a_preview_shows_it_and_saves_nothing(self, browser: Browser, commune: Commune) -> None:
        page = browser.post(
            settings("/charte/apercu"), {"charter": "- **Un**\n- <script>"}, status=200
        )

        assert text(page.select_one(".prose strong")) == "Un"
        assert not page.select("main script")
        assert "<script>" in text(page.select_one("textarea"))
        assert commune.charter == ""

    def test_saved_it_takes_the_place_of_ours(self, browser: Browser, commune: Commune) -> None:
        browser.submit(settings("/charte"), {"charter": "Soyez **gentils**."})

        assert text(browser.get("/valbruyere/charte").select_one(".prose")) == "Soyez gentils."


class TestCoatOfArms:
    def test_an_image_with_its_words_is_kept(self, browser: Browser, commune: Commune) -> None:
        _send(browser, a_picture(), "blason.png", "Un tilleul")

        assert browser.get("/valbruyere").select_one(".brand img")["alt"] == "Un tilleul"

    def test_other_words_need_no_new_image(self, browser: Browser, commune: Commune) -> None:
        _send(browser, a_picture(), "blason.png", "Un tilleul")

        browser.submit(settings("/blason"), {"alternative": "Un vieux tilleul"})

        assert browser.get("/valbruyere").select_one(".brand img")["alt"] == "Un vieux tilleul"

    @pytest.mark.parametrize(
        ("content", "alternative", "said"),
        [
            (b"<svg onload=x>", "Un tilleul", "SVG"),
            (b"GIF89a", "Un tilleul", "Envoyez une image"),
            (b"", "Un tilleul", "Choisissez l’image"),
            (a_picture(), "", "Décrivez le blason"),
        ],
    )
    def test_what_is_missing_or_no_image_is_said(
        self, browser: Browser, commune: Commune, content: bytes, alternative: str, said: str
    ) -> None:
        fields: dict[str, Any] = {"alternative": alternative}
        if content:
            fields["image"] = a_file(content, "../<img onerror=x>.png")

        page = browser.post(settings("/blason"), fields, status=422)

        assert said in text(page.select_one(".error-summary"))
        assert commune.coat_of_arms is None

    def test_it_can_be_removed(self, browser: Browser, commune: Commune) -> None:
        _send(browser, a_picture(), "blason.png", "Un tilleul")

        browser.submit(settings("/blason/retirer"))

        assert not browser.get("/valbruyere").select(".brand img")


class TestDigitalSpaces:
    def test_one_is_added_changed_and_removed(self, browser: Browser, commune: Commune) -> None:
        fields = {"name": "EPN du Tilleul", "address": "Place 1", "hours": "Mardi"}
        browser.submit(settings("/epn/nouveau"), fields)
        [space] = queries.digital_spaces(commune)

        browser.submit(settings(f"/epn/{space.id}"), fields | {"hours": "Jeudi"})
        shown = text(browser.get("/valbruyere/aide/epn").main)
        browser.submit(settings(f"/epn/{space.id}/retirer"))

        assert "Jeudi" in shown
        assert "Mardi" not in shown
        assert queries.digital_spaces(commune) == []

    def test_t20_that_of_another_commune_does_not_exist(
        self, browser: Browser, commune: Commune
    ) -> None:
        elsewhere = Browser(browser.app).sign_in(a_staff_member())
        other = elsewhere_commune(elsewhere)

        browser.get(settings(f"/epn/{other}"), status=404)
        browser.post(settings(f"/epn/{other}/retirer"), status=404)


def elsewhere_commune(browser: Browser) -> int:
    """Make an EPN in another commune, and return its number."""
    commune = a_commune(slug="ailleurs")
    browser.sign_in(a_staff_member(commune=commune))
    fields = {"name": "EPN", "address": "Rue 1", "hours": "Lundi"}
    browser.submit("/ailleurs/gestion/reglages/epn/nouveau", fields)
    [space] = queries.digital_spaces(commune)
    number = space.id
    db.session.commit()
    return number


def _send(browser: Browser, content: bytes, name: str, alternative: str) -> None:
    browser.submit(
        settings("/blason"), {"image": a_file(content, name), "alternative": alternative}
    )
