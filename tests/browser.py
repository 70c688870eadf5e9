"""A reader of pages that also checks what must be true of every one of them."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from participe.accounts import session as accounts_session
from participe.accounts.models import Account, SignIn
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.codes import hash_token, random_token

Fields = dict[str, Any]


class Browser:
    """Asks for pages as a person would, and fails on any page that lacks the basics."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def sign_in(self, account: Account) -> "Browser":
        """Go on as this person, without passing by the sign-in form."""
        token = random_token()
        now = clock.now()
        db.session.add(
            SignIn(
                account_id=account.id,
                commune_id=account.commune_id,
                token_hash=hash_token(token),
                started_at=now,
                seen_at=now,
                expires_at=now + accounts_session.LONGEST,
            )
        )
        db.session.commit()
        with self.client.session_transaction() as session:
            session["_user_id"] = token
        return self

    def get(self, path: str, *, status: int = 200) -> BeautifulSoup:
        return self._read(self.open("GET", path), status)

    def post(self, path: str, fields: Fields | None = None, *, status: int) -> BeautifulSoup:
        return self._read(self.open("POST", path, fields), status)

    def submit(self, path: str, fields: Fields | None = None) -> BeautifulSoup:
        """Post a form that is accepted, and read the page it leads to."""
        response = self.open("POST", path, fields)
        assert response.status_code == 303, response.get_data(as_text=True)
        return self.get(response.location)

    def open(
        self, method: str, path: str, fields: Fields | None = None, **more: Any
    ) -> TestResponse:
        """Make one request in a context of its own, as in production.

        Without it `g` and the session of the test would outlive the request, and what a
        view forgot to commit would look as if it had been saved. A POST carries a form key
        of its own unless the test gives one.
        """
        if method == "POST":
            fields = {"form_key": uuid4().hex} | (fields or {})
        db.session.commit()  # a transaction left open by the test would keep SQLite locked
        with self.app.app_context():
            response = self.client.open(path, method=method, data=fields, **more)
        db.session.rollback()
        db.session.expire_all()
        return response

    @staticmethod
    def _read(response: TestResponse, status: int) -> BeautifulSoup:
        assert response.status_code == status, (
            response.location or response.get_data(as_text=True)[:3000]
        )
        page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
        if 300 <= status < 400:
            return page
        headings = page.select("h1")
        assert len(headings) == 1, "a page has one h1"
        assert text(headings[0]) in text(page.title), "the title holds the h1"
        for control in page.select("input:not([type=hidden]), select, textarea"):
            assert page.select(f'label[for="{control.get("id")}"]'), f"no label: {control}"
        for form in page.select("form[method=post]"):
            assert form.select("[name=form_key]"), f"no form key: {form.get('action')}"
        ids = [element["id"] for element in page.select("[id]")]
        assert len(ids) == len(set(ids)), "an id is used twice"
        return page


def text(element: Tag | None) -> str:
    """Return what a person reads of an element, on one line."""
    assert element is not None, "the page lacks this element"
    return " ".join(element.text.split())


def a_file(content: bytes, name: str) -> tuple[BytesIO, str]:
    """Make what a file field of a form is given."""
    return (BytesIO(content), name)
