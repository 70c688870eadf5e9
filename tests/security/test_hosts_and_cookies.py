"""A host is ours whole or not at all, and a cookie by its whole name."""

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.kernel.html import TextFormat, render
from participe.notifications.composing import compose
from participe.notifications.models import LetterKind
from participe.settings import DEFAULTS, is_production
from tests.factories import a_proposal, a_resident
from tests.security.served import HOST, OVER_HTTPS, ask, cookie_of, started_again, token_in

# Each begins or ends as ours does, or holds it.
LOOKALIKES = [
    f"x{HOST}",
    f"x.{HOST}",
    f"{HOST}.evil.example",
    f"{HOST}-evil.example",
    HOST.partition(".")[2],
    HOST[:-1],
]


@pytest.fixture
def served(app: Flask) -> Flask:
    return started_again(app, ORIGIN=OVER_HTTPS)


@pytest.fixture
def nadia(app: Flask) -> Account:  # noqa: ARG001 -- a database to be in
    return a_resident(display_name="Nadia")


class TestHosts:
    """T-107."""

    @pytest.mark.parametrize("host", LOOKALIKES)
    def test_one_that_is_like_ours_is_not_served(self, served: Flask, host: str) -> None:
        assert ask(served, "/", "", base_url=OVER_HTTPS).status_code == 200

        assert ask(served, "/", "", base_url=OVER_HTTPS, headers={"Host": host}).status_code == 400

    @pytest.mark.parametrize("host", LOOKALIKES)
    def test_a_form_from_a_page_of_one_is_refused(
        self, app: Flask, served: Flask, nadia: Account, host: str
    ) -> None:
        """Its token is right: a page that could steal one is refused by where it stands."""
        cookies = f"__Host-participe={cookie_of(app, nadia)}"
        path = f"/{nadia.commune.slug}/mon-espace/courriels"  # type: ignore[union-attr]
        page = ask(served, path, cookies, base_url=OVER_HTTPS)
        cookies = page.headers["Set-Cookie"].partition(";")[0]
        fields = {"csrf_token": token_in(page), "form_key": "k" * 32}

        statuses = [
            ask(
                served,
                path,
                cookies,
                base_url=OVER_HTTPS,
                method="POST",
                data=fields,
                headers={"Referer": f"https://{referer}/page"},
            ).status_code
            for referer in (host, HOST)
        ]

        assert statuses == [400, 303]

    @pytest.mark.parametrize("host", LOOKALIKES)
    def test_a_text_is_told_apart_from_where_its_link_leads(self, host: str) -> None:
        for text, target in ((host, HOST), (HOST, host)):
            shown = render(f"[{text}](https://{target}/x)", TextFormat.MARKDOWN)
            assert f"({target})" in shown

    @pytest.mark.parametrize("host", LOOKALIKES)
    def test_in_a_letter_only_addresses_of_ours_are_links(self, served: Flask, host: str) -> None:
        with served.app_context():
            proposal = a_proposal(title=f"Voyez https://{host}/x")
            words = compose(
                LetterKind.PROPOSAL_PUBLISHED,
                commune=proposal.commune,
                reason="parce que vous avez écrit",
                proposal=proposal,
            )

        assert f"https://{host}/x" in words.html
        assert f'href="https://{HOST}/' in words.html
        assert words.html.count("href=") == words.html.count(f'href="https://{HOST}/')

    @pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
    def test_this_machine_is_not_one_that_is_called_like_it(self, name: str) -> None:
        def reached_under(host: str) -> bool:
            return is_production(DEFAULTS | {"ORIGIN": f"https://{host}"})

        assert not reached_under(name)
        assert reached_under(f"{name.strip('[]').replace(':', 'a')}.evil.example")
        assert reached_under(f"x{name.strip('[]').replace(':', 'a')}")


class TestCookies:
    """T-87: a neighbour in the same domain can set a cookie that has no name."""

    def test_a_nameless_one_that_says_ours_is_none(
        self, app: Flask, served: Flask, nadia: Account
    ) -> None:
        space = f"/{nadia.commune.slug}/mon-espace"  # type: ignore[union-attr]
        mine = f"__Host-participe={cookie_of(app, nadia)}"

        assert ask(served, space, mine, base_url=OVER_HTTPS).status_code == 200
        for nameless in (f"={mine}", f" = {mine}", f"=; ={mine}"):
            assert ask(served, space, nameless, base_url=OVER_HTTPS).status_code == 303

    def test_a_nameless_one_shadows_nothing(
        self, app: Flask, served: Flask, nadia: Account
    ) -> None:
        space = f"/{nadia.commune.slug}/mon-espace"  # type: ignore[union-attr]
        mallory = a_resident(commune=nadia.commune, display_name="Mallory")
        mine = f"__Host-participe={cookie_of(app, nadia)}"
        theirs = f"=__Host-participe={cookie_of(app, mallory)}"

        for cookies in (f"{mine}; {theirs}", f"{theirs}; {mine}"):
            page = ask(served, space, cookies, base_url=OVER_HTTPS).get_data(as_text=True)
            assert "Nadia" in page
            assert "Mallory" not in page
