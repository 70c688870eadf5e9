"""A commune with one thing of each kind, and who may enter where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import text as sql
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from participe.accounts.models import Account
from participe.extensions import db
from tests.browser import Browser

WRITING = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


SECRET = "CANARI-SECRET"


# Where a page gives back what its address asked for: a search field, where a station goes on.
ECHOES = re.compile(rf'value="{SECRET}"|<noscript>.*</noscript>')


# What a refused or harmless request may write: counters, kept forms, sessions.
MAY_CHANGE = {"limit_counter", "submission", "intention", "sign_in", "sign_in_code", "letter"}


# By design these POSTs change something for whoever sends them, without a word typed.
OPEN_TO_ALL = {"moderation.report", "letters.stop", "commitments.follow"}


@dataclass
class World:
    """A commune with one thing of each kind, and the people who come to it."""

    values: dict[str, object]
    people: dict[str, Account | None]
    seen_number: int

    def address(self, rule: Rule) -> str:
        values = {name: self._value(name, rule) for name in rule.arguments}
        return str(rule.build(values, append_unknown=False)[1])  # type: ignore[index]

    def _value(self, name: str, rule: Rule) -> object:
        if name == "slug" and "/propositions/" in rule.rule:
            return "une-fontaine"
        if name == "slug" and "/engagements/" in rule.rule:
            return self.values["commitment_slug"]
        return self.values[name]


STRANGERS = ("visitor", "platform", "staff elsewhere", "official elsewhere")


WORKING = ("facilitator", "official", "director", "staff")


MAY_ENTER = {
    "everyone": {"visitor", "resident", *WORKING, "participant", *STRANGERS},
    "signed in": {"resident", *WORKING, "participant"},
    "account holders": {"resident", *WORKING},
    "staff": {"staff"},
    "officials": {"official"},
    "staff and officials": {"staff", "official"},
    "directors": {"director"},
    "staff and directors": {"staff", "director"},
    "the house": {"staff", "official", "director"},
    "facilitators": {"facilitator"},
    "whoever works": set(WORKING),
    "staff and facilitators": {"staff", "facilitator"},
}


def routes(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    """Give every route of a commune that takes this method, and whom it is for."""
    for rule in app.url_map.iter_rules():
        if "commune" in rule.arguments and method in (rule.methods or ()):
            yield rule, app.view_functions[rule.endpoint].audience  # type: ignore[attr-defined]


def as_(browser: Browser, person: Account | None) -> Browser:
    browser.client = browser.app.test_client()
    return browser.sign_in(person) if person else browser


def readable(answer: TestResponse) -> str:
    """Return what an answer says; not all are text, some routes give a picture."""
    return answer.get_data().decode(errors="replace")


class Rows:
    """All rows that a refused request must leave as they are: read again only if one wrote."""

    def __init__(self) -> None:
        self.before = self._read()

    def changed_by(self, statements: list[str]) -> bool:
        """Tell whether these statements of a request left anything changed, and start afresh."""
        wrote = [table for said in statements if (table := WRITING.match(said))]
        if all(table[1] in MAY_CHANGE for table in wrote):
            return False
        before, self.before = self.before, self._read()
        return self.before != before

    @staticmethod
    def _read() -> dict[str, object]:
        tables = [t for t in db.metadata.sorted_tables if t.name not in MAY_CHANGE]
        rows = {
            t.name: db.session.execute(sql(f"SELECT * FROM {t.name}")).fetchall()  # noqa: S608
            for t in tables
        }
        db.session.rollback()
        return rows


MAY_SIGN_IN = {"signed in", "account holders"}


ROLES = ("visitor", "resident", "participant", *WORKING, *STRANGERS[1:])
