"""No answer to a GET holds what opens something, but for the page that is there to show it (T-68).

Another site can have a browser ask for any page; what it could read there by a fault of ours, or
what stays in a cache or on a screen, must not let anybody in.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from participe.accounts.services import roles
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import kit, receipts, stations
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.codes import format_code
from tests.accounts.signing import codes_sent
from tests.browser import Browser
from tests.security.world import ROLES, World, as_, readable

# The pages that are there to show one, and to whom.
MEANT = {
    ("the key of a preview", "consultations.prepare"): {"staff"},
    ("the digits of a station", "assistance.console"): {"facilitator"},
    ("the key of a kit", "assistance.download_kit"): {"facilitator"},
}
FILES = {"static", "web.help_picture", "platform.help_picture"}  # the same for everyone
SHORTEST_HASH = 30


@pytest.fixture
def secrets(app: Flask, browser: Browser, world: World) -> dict[str, set[str]]:
    """Give every thing there is that opens something, and what is kept of it."""
    at = clock.now()
    session = db.session.scalars(select(AssistedSession)).one()
    participant = db.session.scalars(select(Participant)).one()
    staff = world.people["staff"]
    assert staff
    code = receipts.issue(participant, by=session.facilitator, at=at)
    offer = roles.Offer("invitee@valbruyere.example", roles.Role.STAFF)
    token = roles.invite(session.commune, offer, by=staff, at=at)
    joined = stations.invite(session, at=at)
    key = stations.join(session.commune, joined.join_digits, place="EPN", at=at)
    shown = stations.invite(session, at=at)
    shown.join_digits = "DIGITS-OF-A-STATION"  # four digits would be found in any page
    db.session.commit()
    sent = codes_sent(app)
    browser.submit(f"/{session.commune.slug}/connexion", {"email": "x@valbruyere.example"})
    return {
        "the secret of the platform": {app.config["SECRET_KEY"]},
        "where the database is": {app.config["SQLALCHEMY_DATABASE_URI"]},
        "the code of a sign-in": {sent[0].code},
        "the code of a receipt": {code, format_code(code)},
        "the token of an invitation": {token},
        "the key of a station": {key},
        "the digits of a station": {shown.join_digits},
        "the key of a kit": {kit.key_of(session, app.config["SECRET_KEY"])},
        "the key of a preview": {str(of_the_draft()["key"])},
        "what is kept of one": hashes(),
    }


def hashes() -> set[str]:
    """Return every hash of something that opens something; those of the journal are shown."""
    columns = [
        column
        for table in db.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_hash") and not table.name.startswith("journal")
    ]
    found = {value for column in columns for value in db.session.scalars(select(column))}
    db.session.rollback()
    return {value for value in found if len(value) > SHORTEST_HASH}


def token_of(browser: Browser) -> str:
    with browser.client.session_transaction() as session:
        return str(session.get("_user_id", ""))


@pytest.mark.parametrize("role", ROLES)
def test_no_page_holds_one_but_those_that_are_there_to_show_it(
    role: str, app: Flask, browser: Browser, world: World, secrets: dict[str, set[str]]
) -> None:
    person = world.people[role]
    as_(browser, person)
    if person is not None:
        token = token_of(browser)
        assert token
        secrets["the token of a session"] = {token}
    shown = {
        (kind, endpoint)
        for endpoint, address, body in pages(app, browser, world)
        for kind, values in secrets.items()
        if any(value in body and is_new(value, address, body) for value in values)
    }

    assert shown == {what for what, whom in MEANT.items() if role in whom}


def pages(app: Flask, browser: Browser, world: World) -> Iterator[tuple[str, str, str]]:
    """Ask for every page, and for those of a draft consultation too."""
    draft = replace(world, values=world.values | of_the_draft())
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in FILES:
            continue
        addresses = {world.address(rule)}
        if rule.endpoint.startswith("consultations."):
            addresses.add(draft.address(rule))
        for address in addresses:
            yield rule.endpoint, address, readable(browser.open("GET", address))


def of_the_draft() -> dict[str, object]:
    draft = db.session.scalars(select(Consultation).filter_by(published_at=None)).one()
    return {"slug": draft.slug, "key": draft.preview_key}


def is_new(value: str, address: str, body: str) -> bool:
    """Tell whether it stands there by itself, and is not what the address asked with."""
    whole = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", body) is not None
    return whole and value not in address
