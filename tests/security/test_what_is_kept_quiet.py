"""What neither the log nor a list may tell: what people typed, and who supports what."""

import logging
import re
import traceback
from urllib.parse import quote

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from participe.extensions import db
from participe.proposals.models import Proposal
from tests.browser import Browser
from tests.databases import on_both
from tests.factories import a_resident, a_support
from tests.security.world import ECHOES, ROLES, World, as_, readable, routes

TYPED = "canari\r\nERROR jaune"


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Listen to every logger, even one that speaks to developers only."""
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.mark.parametrize("role", ["visitor", "resident", "participant", "facilitator", "staff"])
def test_nothing_typed_is_in_the_log(
    role: str,
    app: Flask,
    browser: Browser,
    world: World,
    everything_logged: pytest.LogCaptureFixture,
) -> None:
    """G-11, T-103: every field of every form, sent to every route."""
    as_(browser, world.people[role])
    typed = dict.fromkeys(_fields_of_all_forms(), TYPED)

    for rule, _audience in routes(app, "POST"):
        browser.open("POST", world.address(rule), typed)
        browser.open("GET", f"{world.address(rule)}?q={quote(TYPED)}")

    assert "canari" not in everything_logged.text


@on_both
@pytest.mark.usefixtures("app")
def test_an_error_of_the_database_names_its_statement_and_no_value() -> None:
    """G-11: it ends in the log, with what PostgreSQL calls its detail."""
    with pytest.raises(DBAPIError) as raised:
        db.session.execute(sql("INSERT INTO commune (name) VALUES (:name)"), {"name": TYPED})
    db.session.rollback()

    logged = "".join(traceback.format_exception(raised.value))
    assert "INSERT INTO commune" in logged
    assert "canari" not in logged


@pytest.mark.parametrize("role", ROLES)
def test_who_supports_is_listed_nowhere(
    role: str, app: Flask, browser: Browser, world: World
) -> None:
    """T-34: not for the author, nor for staff."""
    proposal = db.session.get_one(Proposal, world.values["contribution_id"])
    a_support(of=proposal, by=a_resident(commune=proposal.commune, display_name="Ornithorynque"))
    db.session.commit()
    as_(browser, world.people[role])

    named = [
        rule.rule
        for rule, _audience in routes(app, "GET")
        if "Ornithorynque" in ECHOES.sub("", readable(browser.open("GET", world.address(rule))))
    ]

    assert not named


def test_no_column_holds_a_date_of_birth() -> None:
    """A-24: whoever adds somebody says that they are old enough, and nothing is kept of it."""
    assert not [
        str(column)
        for table in db.metadata.tables.values()
        for column in table.columns
        if re.search(r"birth|(?:^|_)age$", column.name) and column.name != "minimum_age"
    ]


def _fields_of_all_forms() -> set[str]:
    """Return the name of every field there is: forms declare theirs as attributes."""
    waiting, names = [FlaskForm], set()
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        names |= {name for name in dir(form) if hasattr(getattr(form, name), "field_class")}
    return names
