"""Tests of what readers type: an address never dies of a stroke at its end, or of a capital."""

import pytest

from tests.browser import Browser
from tests.factories import a_commune, a_proposal


@pytest.mark.parametrize("end", ["/", "//", "/contact/", "/contact///"])
def test_a_stroke_at_the_end_leads_to_the_page(browser: Browser, end: str) -> None:
    path = f"/{a_commune().slug}{end}"

    response = browser.open("GET", path)

    assert response.status_code == 308
    assert response.location == path.rstrip("/")
    browser.get(response.location)


def test_what_was_asked_of_the_page_is_asked_again(browser: Browser) -> None:
    proposal = a_proposal()
    path = f"/{proposal.commune.slug}/propositions"

    response = browser.open("GET", f"{path}/?q=v%C3%A9lo&tri=soutiens&_external=1")

    assert response.location == f"{path}?q=v%C3%A9lo&tri=soutiens&_external=1"


@pytest.mark.parametrize(
    "path",
    [
        *("//evil.example/", "///evil.example/", "/\\evil.example/", "/%5Cevil.example/"),
        *("/%2Fevil.example/", "/%09/evil.example/", "//evil.example/contact/"),
        *("/https://evil.example/", "/@evil.example/"),
    ],
)
def test_t81_it_never_leads_to_another_site(browser: Browser, path: str) -> None:
    """T-81: no address of ours sends anybody elsewhere."""
    response = browser.open("GET", path)

    location = response.headers.get("Location")
    assert location is None or location.startswith(("http://localhost/", "/"))
    assert location is None or not location.startswith(("//", "/\\", "/\t"))


@pytest.mark.parametrize("more", ["", "/contact", "/contact?a=b&b=%C3%A9", "/"])
def test_a_commune_with_a_capital_is_the_same_commune(browser: Browser, more: str) -> None:
    slug = a_commune().slug

    page = browser.open("GET", f"/{slug.capitalize()}{more}", follow_redirects=True)
    first = browser.open("GET", f"/{slug.upper()}{more.rstrip('/')}")

    assert page.status_code == 200
    assert (first.status_code, first.location) == (308, f"/{slug}{more.rstrip('/')}")


def test_t81_a_capital_leads_nowhere_else_and_only_readers(browser: Browser) -> None:
    """T-81."""
    slug = a_commune().slug

    browser.get("/Atlantis/contact", status=404)
    browser.get(f"/{slug.upper()}/nulle-part", status=404)
    browser.post(f"/{slug.upper()}/affichage", {"theme": "dark"}, status=404)


def test_what_exists_nowhere_is_said_to(browser: Browser) -> None:
    commune = a_commune()

    browser.get(f"/{commune.slug}/nulle-part/", status=404)


def test_only_readers_are_led_on(browser: Browser) -> None:
    response = browser.open("POST", f"/{a_commune().slug}/affichage/", {"theme": "dark"})

    assert response.status_code in {404, 405}
