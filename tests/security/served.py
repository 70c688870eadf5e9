"""The platform of a test as others reach it: by its own name over https, or after a restart."""

from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import Client, TestResponse

from participe.accounts.models import Account
from participe.app import create_app
from participe.extensions import db
from tests.browser import Browser
from tests.conftest import SETTINGS

HOST = "participer.exemple.be"
OVER_HTTPS = f"https://{HOST}"


def started_again(app: Flask, **settings: Any) -> Flask:
    """Start the platform on the same database under other settings, with its tokens checked."""
    database = {"SQLALCHEMY_DATABASE_URI": app.config["SQLALCHEMY_DATABASE_URI"]}
    return create_app(**SETTINGS | database | {"WTF_CSRF_ENABLED": True} | settings)


def cookie_of(app: Flask, person: Account) -> str:
    """Sign a person in, and return the cookie that says so."""
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = Browser(app).sign_in(person).client.get_cookie(name)
    assert cookie is not None
    return cookie.value


def ask(app: Flask, path: str, cookies: str, **more: Any) -> TestResponse:
    """Make one request with exactly this header of cookies, as a browser would send it."""
    client = Client(app, use_cookies=False)
    db.session.commit()  # a transaction left open by the test would keep SQLite locked
    with app.app_context():
        return client.open(path, headers={"Cookie": cookies, **more.pop("headers", {})}, **more)


def token_in(answer: TestResponse) -> str:
    """Return the anti-forgery token of the first form of a page."""
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    return str(page.select("[name=csrf_token]")[0]["value"])
