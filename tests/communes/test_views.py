from datetime import datetime

from participe.communes import services
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel.images import MEDIA_TYPE
from tests.browser import Browser
from tests.communes.test_services import a_picture
from tests.factories import a_commune


class TestTheme:
    def test_it_is_one_rule_kept_for_ever(self, browser: Browser) -> None:
        commune = a_commune(accent="#ffcc00")

        response = browser.open("GET", f"/{commune.slug}/theme-{commune.theme_fingerprint}.css")

        assert response.mimetype == "text/css"
        assert response.get_data(as_text=True).strip() == (
            ":root{--theme-accent:#856a00;--theme-hover:#645000;--theme-tint:#fffbeb;"
            "--theme-accent-dark:#ffcc00;--theme-tint-dark:#3d3819}"
        )
        assert "immutable" in response.headers["Cache-Control"]

    def test_under_an_old_address_nobody_keeps_it(self, browser: Browser) -> None:
        response = browser.open("GET", f"/{a_commune().slug}/theme-0123456789ab.css")

        assert response.status_code == 200
        assert "immutable" not in response.headers["Cache-Control"]

    def test_its_address_changes_with_the_colour(self, browser: Browser) -> None:
        commune = a_commune(accent="#ffcc00")
        before = commune.theme_fingerprint

        commune.accent = "#00ccff"

        assert commune.theme_fingerprint != before


class TestCoatOfArms:
    def test_t91_it_is_an_image_and_nothing_else(self, browser: Browser, noon: datetime) -> None:
        commune = _with_coat_of_arms(noon)

        response = browser.open("GET", _address(commune))

        assert response.mimetype == MEDIA_TYPE
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in response.headers

    def test_every_page_shows_it_with_its_words(self, browser: Browser, noon: datetime) -> None:
        commune = _with_coat_of_arms(noon)

        image = browser.get(f"/{commune.slug}").select_one(".brand img")

        assert image is not None
        assert (image["alt"], image["src"]) == ("Un tilleul", _address(commune))

    def test_t39_no_other_file_is_reached_by_its_key(
        self, browser: Browser, noon: datetime
    ) -> None:
        commune = _with_coat_of_arms(noon)
        other = services.keep_file(commune, b"secret", media_type="application/pdf", at=noon)
        db.session.commit()

        assert browser.open("GET", f"/{commune.slug}/blason-{other.key}").status_code == 404

    def test_t20_nor_that_of_another_commune(self, browser: Browser, noon: datetime) -> None:
        address = _address(_with_coat_of_arms(noon)).split("/")[2]

        assert browser.open("GET", f"/{a_commune().slug}/{address}").status_code == 404


def _with_coat_of_arms(at: datetime) -> Commune:
    commune = a_commune()
    services.put_coat_of_arms(commune, a_picture(), alternative="Un tilleul", at=at)
    db.session.commit()
    return commune


def _address(commune: Commune) -> str:
    assert commune.coat_of_arms is not None
    return f"/{commune.slug}/blason-{commune.coat_of_arms.file.key}"
