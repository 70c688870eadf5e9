"""After a change of secret, what the former one signed counts only where that is wanted (T-73)."""

import json
from pathlib import Path

import pytest
from flask import Flask, session

import participe
from participe.accounts.models import Account
from participe.assistance.errors import FileChanged
from participe.assistance.services import kit
from participe.assistance.views import read_back
from participe.notifications.composing import read_token, unsubscribe_url
from participe.notifications.models import LetterKind
from tests.factories import a_resident, an_assisted_session
from tests.security.served import ask, cookie_of, started_again, token_in

NEW = "another-secret-that-was-drawn-today"
# All that reads the secret: the others sign nothing. What is signed elsewhere is Flask's session
# and Flask-WTF's tokens.
SIGNING = {"notifications/composing.py", "assistance/views/kit.py", "assistance/views/read_back.py"}


@pytest.fixture
def nadia(app: Flask) -> Account:  # noqa: ARG001 -- a database to be in
    return a_resident()


@pytest.fixture
def before(app: Flask) -> Flask:
    return started_again(app)


@pytest.fixture
def after(app: Flask) -> Flask:
    """The platform once its secret was changed because somebody has the former one."""
    return started_again(app, SECRET_KEY=NEW)


@pytest.fixture
def meanwhile(app: Flask) -> Flask:
    """The platform that still accepts what the former secret signed."""
    return started_again(app, SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[app.config["SECRET_KEY"]])


def space_of(person: Account) -> str:
    assert person.commune
    return f"/{person.commune.slug}/mon-espace"


def opens(app: Flask, person: Account, cookie: str) -> bool:
    return ask(app, space_of(person), f"participe={cookie}").status_code == 200


def test_a_session_ends_with_its_secret(
    before: Flask, after: Flask, meanwhile: Flask, nadia: Account
) -> None:
    cookie = cookie_of(before, nadia)

    assert opens(before, nadia, cookie)
    assert not opens(after, nadia, cookie)
    assert opens(meanwhile, nadia, cookie)


def test_what_is_signed_from_now_on_is_not_signed_with_the_former(
    before: Flask, meanwhile: Flask, after: Flask, nadia: Account
) -> None:
    """CVE-2025-47278: with the fallbacks in the wrong order, the stolen secret signs on."""
    cookie = cookie_of(meanwhile, nadia)
    with meanwhile.app_context():
        stop = token_of(unsubscribe_url(nadia.id, LetterKind.ANSWER_LATE))

    assert opens(meanwhile, nadia, cookie)
    assert opens(after, nadia, cookie)
    assert not opens(before, nadia, cookie)
    assert [reads(app, stop) for app in (meanwhile, after, before)] == [True, True, False]


def test_a_token_of_a_form_ends_with_its_secret(
    before: Flask, after: Flask, meanwhile: Flask, nadia: Account
) -> None:
    """Its cookie would be accepted: the same raw token lies in a session of each secret."""
    statuses = []
    for app in (before, after, meanwhile):
        page = ask(before, f"{space_of(nadia)}/courriels", f"participe={cookie_of(before, nadia)}")
        raw = raw_token(before, page.headers["Set-Cookie"])
        cookie = with_raw_token(app, nadia, raw)
        fields = {"csrf_token": token_in(page), "form_key": "k" * 32}
        answer = ask(
            app,
            f"{space_of(nadia)}/courriels",
            f"participe={cookie}",
            method="POST",
            data=fields,
        )
        statuses.append(answer.status_code)

    assert statuses == [303, 400, 400]


def test_a_link_that_stops_letters_ends_with_its_secret(
    before: Flask, after: Flask, meanwhile: Flask, nadia: Account
) -> None:
    """The letters of before carry it: it works as long as the former secret is accepted."""
    with before.app_context():
        stop = token_of(unsubscribe_url(nadia.id, LetterKind.ANSWER_LATE))

    assert [reads(app, stop) for app in (before, after, meanwhile)] == [True, False, True]


def test_a_kit_and_what_was_read_back_end_with_their_secret(
    before: Flask, after: Flask, meanwhile: Flask
) -> None:
    """docs/adr/0033: what was captured is imported before the secret is changed."""
    assisted = an_assisted_session()
    head = {"participe": 1, "commune": assisted.commune.slug, "session": assisted.number}
    key = kit.key_of(assisted, before.config["SECRET_KEY"])
    file = json.dumps(head | {"lines": [], "seal": kit.seal(head, [], key)}).encode()
    with before.app_context():
        said = read_back._serializer().dumps("digest")  # noqa: SLF001 -- a form holds only this

    assert kit.read(assisted, file, key) == []
    for other in (after, meanwhile):
        with pytest.raises(FileChanged):
            kit.read(assisted, file, kit.key_of(assisted, other.config["SECRET_KEY"]))
        with other.app_context():
            assert not read_back._serializer().loads_unsafe(said)[0]  # noqa: SLF001


def test_nothing_else_is_signed_with_the_secret() -> None:
    """Whatever signs something new is tried above."""
    package = Path(participe.__file__).parent
    reading = {
        str(module.relative_to(package))
        for module in package.rglob("*.py")
        if "secret_key" in module.read_text(encoding="utf-8").lower()
    }

    assert reading - {"settings.py", "command.py"} == SIGNING


def token_of(url: str) -> str:
    return url.split("/")[-2]


def reads(app: Flask, token: str) -> bool:
    with app.app_context():
        return read_token(token) is not None


def raw_token(app: Flask, set_cookie: str) -> str:
    """Return the token that a session holds, which its forms carry signed."""
    with app.test_request_context(headers={"Cookie": set_cookie.partition(";")[0]}):
        return str(session["csrf_token"])


def with_raw_token(app: Flask, person: Account, raw: str) -> str:
    """Return a cookie of this secret, of somebody who is signed in, with this token inside."""
    with app.test_request_context(headers={"Cookie": f"participe={cookie_of(app, person)}"}):
        session["csrf_token"] = raw
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return str(signer.dumps(dict(session)))
