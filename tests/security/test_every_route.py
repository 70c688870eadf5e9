"""Every route, asked by every role of this commune and of another: generated from the URL map.

A new route is tested without a line here; a new argument in an address needs its value in
`a_world`. Covers T-20, T-24, T-25, T-32, T-35, T-44, T-60, T-80 and F-21.
"""

import pytest
from flask import Flask

from tests.browser import Browser
from tests.security.world import (
    ECHOES,
    MAY_ENTER,
    MAY_SIGN_IN,
    OPEN_TO_ALL,
    ROLES,
    SECRET,
    Rows,
    World,
    as_,
    readable,
    routes,
)
from tests.statements import counted_queries


def test_what_stands_under_gestion_or_mon_espace_is_for_nobody_else(app: Flask) -> None:
    """The tests below believe what a view declares: an address says it too, and both must agree."""
    rooms = {
        "/gestion": {
            *("staff", "officials", "staff and officials", "directors", "the house"),
            *("staff and directors", "whoever works"),
        },
        "/mon-espace": MAY_SIGN_IN,
    }
    wrong = [
        (rule.rule, audience)
        for method in ("GET", "POST")
        for rule, audience in routes(app, method)
        for room, audiences in rooms.items()
        if rule.rule.startswith(f"/<commune>{room}") and audience not in audiences
    ]
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
class TestEveryRoute:
    def test_it_opens_to_its_audience_only(
        self, role: str, app: Flask, browser: Browser, world: World
    ) -> None:
        as_(browser, world.people[role])
        wrong = []
        for rule, audience in routes(app, "GET"):
            status = browser.open("GET", world.address(rule)).status_code
            entered = status not in {302, 303, 401, 403}
            known_here = role in MAY_ENTER["signed in"]
            expected_refusal = {403} if known_here else {302, 303}
            refused = status in expected_refusal and not entered
            if status >= 500 or not (role in MAY_ENTER.get(audience, ()) or refused):
                wrong.append((rule.rule, audience, status))
        assert not wrong

    def test_a_refused_post_changes_nothing(
        self, role: str, app: Flask, browser: Browser, world: World
    ) -> None:
        as_(browser, world.people[role])
        rows, wrong = Rows(), []
        for rule, audience in routes(app, "POST"):
            if role in MAY_ENTER[audience] and (audience != "everyone" or role == "staff"):
                continue
            if rule.endpoint in OPEN_TO_ALL:
                continue
            with counted_queries() as statements:
                status = browser.open(
                    "POST", world.address(rule), {"title": "x", "role": "staff"}
                ).status_code
            if rows.changed_by(statements) or status >= 500:
                wrong.append((rule.rule, audience, status))
        assert not wrong

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_reading_changes_nothing(
        self, method: str, role: str, app: Flask, browser: Browser, world: World
    ) -> None:
        as_(browser, world.people[role])
        rows, wrong = Rows(), []
        for rule, _audience in routes(app, "GET"):
            with counted_queries() as statements:
                status = browser.open(method, world.address(rule)).status_code
            if rows.changed_by(statements) or status >= 500:
                wrong.append((rule.rule, status))
        assert not wrong


@pytest.mark.parametrize(
    "role", ["visitor", "resident", "participant", "facilitator", "staff elsewhere"]
)
def test_no_page_shows_what_is_hidden_or_not_published(
    role: str, app: Flask, browser: Browser, world: World
) -> None:
    as_(browser, world.people[role])
    number = world.values["number"]
    assert isinstance(number, int)
    shown = []
    for rule, _audience in routes(app, "GET"):
        addresses = {world.address(rule)}
        if "number" in rule.arguments:
            world.values["number"] = number + 1
            addresses.add(world.address(rule))
            world.values["number"] = number
        for address in addresses:
            for query in ("", f"?q={SECRET}&etat=&tri=recentes"):
                answer = browser.open("GET", address + query)
                page = readable(answer)
                if SECRET in ECHOES.sub("", page):
                    shown.append(address)
    assert not shown


def test_a_post_without_a_token_is_refused(app: Flask, browser: Browser, world: World) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    as_(browser, world.people["staff"])
    rows = Rows()

    with counted_queries() as statements:
        accepted = [
            rule.rule
            for rule, _audience in routes(app, "POST")
            if browser.open("POST", world.address(rule), {"title": "x"}).status_code != 400
        ]

    assert not accepted
    assert not rows.changed_by(statements)


def test_a_post_without_a_form_key_is_refused(app: Flask, browser: Browser, world: World) -> None:
    as_(browser, world.people["staff"])

    accepted = [
        rule.rule
        for rule, _audience in routes(app, "POST")
        if browser.open("POST", world.address(rule), {"form_key": ""}).status_code != 400
    ]

    assert not accepted


@pytest.mark.parametrize(
    "value", ["\x00", "\ud800", "<svg onload=alert(1)>", "a" * 5000, "%s{0}{{7*7}}"]
)
def test_no_query_string_breaks_a_page(
    value: str, app: Flask, browser: Browser, world: World
) -> None:
    names = (
        "q",
        "etat",
        "theme",
        "quartier",
        "tri",
        "apres",
        "page",
        "langue",
        "ordre",
        "per_page",
    )
    as_(browser, world.people["staff"])
    wrong = []
    for rule, _audience in routes(app, "GET"):
        answer = browser.open(
            "GET",
            world.address(rule),
            query_string={name: value.encode("utf-8", "surrogatepass") for name in names},
        )
        if answer.status_code >= 500 or "<svg onload" in readable(answer):
            wrong.append((rule.rule, answer.status_code))
    assert not wrong
