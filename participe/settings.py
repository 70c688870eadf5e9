"""Settings: these defaults, then instance/settings.py, then PARTICIPE_* variables.

An origin that is not this machine is production, and a start that would be unsafe there is
refused in one sentence. `participe doctor` lists what `problems` finds.
"""

import ipaddress
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

MEGABYTE = 1024 * 1024
SHORTEST_SECRET = 32  # characters

DEFAULTS: dict[str, Any] = {
    # Where people reach the platform; letters and QR codes carry it.
    "ORIGIN": "http://127.0.0.1:5000",
    "MORE_HOSTS": [],  # other host names under which the same platform is reached
    "PROXIES": 0,  # how many proxies of ours stand in front and set X-Forwarded-*
    "DEMO": False,
    "SQLALCHEMY_DATABASE_URI": "",  # empty: SQLite in the instance folder
    # Letters. Without a server, they wait in the outbox.
    "MAIL_SERVER": "",
    "MAIL_PORT": 25,
    "MAIL_USER": "",
    "MAIL_PASSWORD": "",
    "MAIL_STARTTLS": False,
    "MAIL_SENDER": "participe@localhost",
    "GUIDE_FOLDER": "",  # empty: docs/guide beside the package (docs/adr/0020)
    # Sizes
    "MAX_CONTENT_LENGTH": 12 * MEGABYTE,
    "MAX_FORM_MEMORY_SIZE": 256 * 1024,
    "MAX_FORM_PARTS": 200,
    "MAX_FILE_SIZE": 5 * MEGABYTE,
    # How much one person may publish in one consultation
    "PROPOSALS_PER_PERSON": 20,
    # Sessions
    "SIGN_IN_DAYS": 60,
    "SIGN_IN_IDLE_DAYS": 14,
    "STAFF_HOURS": 12,
    "STAFF_IDLE_MINUTES": 30,
    "PUBLIC_COMPUTER_MINUTES": 45,
    "PUBLIC_COMPUTER_IDLE_MINUTES": 5,
    "PARTICIPANT_IDLE_MINUTES": 3,  # on a station of an assisted session
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "PERMANENT_SESSION_LIFETIME": timedelta(days=60),
    # argon2 for short codes; tests take the cheapest
    "CODE_HASH_MEMORY_KIB": 19456,
    "CODE_HASH_ROUNDS": 2,
    # A token lives as long as its page: long forms must not die after an hour
    "WTF_CSRF_TIME_LIMIT": None,
    "BABEL_DEFAULT_LOCALE": "fr_BE",
    "BABEL_DEFAULT_TIMEZONE": "Europe/Brussels",
}


class UnsafeSettings(RuntimeError):
    """A start that would not be safe; the message is the sentence the operator reads."""


def load(app: Flask, overrides: dict[str, Any]) -> None:
    """Fill `app.config`, and refuse to start on a setting that would be unsafe."""
    read(app)
    app.config.from_mapping(overrides)
    found = problems(app.config)
    if found:
        raise UnsafeSettings(found[0])
    _complete(app)


def read(app: Flask) -> None:
    """Fill `app.config` from its three sources, whatever they say."""
    app.config.from_mapping(DEFAULTS)
    app.config.from_pyfile("settings.py", silent=True)
    app.config.from_prefixed_env("PARTICIPE")


def is_production(config: Mapping[str, Any]) -> bool:
    """Tell whether people reach this platform from elsewhere than its own machine."""
    host = urlsplit(config["ORIGIN"]).hostname or ""
    if host == "localhost" or config.get("TESTING"):
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True


def problems(config: Mapping[str, Any]) -> list[str]:
    """Return what would make a start unsafe, worst first, each a sentence that says what to do."""
    if not is_production(config):
        return []
    secret = str(config.get("SECRET_KEY") or "")
    checks = (
        (
            not secret,
            (
                "SECRET_KEY is not set: put a random one in instance/settings.py"
                " (`participe secret` prints one)."
            ),
        ),
        (
            len(secret) < SHORTEST_SECRET,
            f"SECRET_KEY has under {SHORTEST_SECRET} characters: `participe secret` prints one.",
        ),
        (
            bool(config["DEMO"]),
            "DEMO is on: anybody could sign in as staff; turn it off, or serve on 127.0.0.1 only.",
        ),
        (bool(config.get("DEBUG")), "DEBUG is on: it lets visitors run code; turn it off."),
        (
            not config["ORIGIN"].startswith("https://"),
            "ORIGIN is not https: sign-in codes would travel in clear; put a TLS proxy in front.",
        ),
    )
    return [sentence for wrong, sentence in checks if wrong]


def _complete(app: Flask) -> None:
    """Derive what follows from the other settings."""
    origin = urlsplit(app.config["ORIGIN"])
    secure = origin.scheme == "https"
    app.config["PRODUCTION"] = is_production(app.config)
    app.config["PREFERRED_URL_SCHEME"] = origin.scheme
    app.config["SESSION_COOKIE_SECURE"] = secure
    app.config["SESSION_COOKIE_NAME"] = "__Host-participe" if secure else "participe"
    app.config.setdefault("TRUSTED_HOSTS", None)
    if not app.config["TRUSTED_HOSTS"]:
        app.config["TRUSTED_HOSTS"] = [origin.hostname, *app.config["MORE_HOSTS"]]
        if not app.config["PRODUCTION"]:
            app.config["TRUSTED_HOSTS"] += ["localhost", "127.0.0.1", "[::1]"]
    if not app.config["SQLALCHEMY_DATABASE_URI"]:
        path = Path(app.instance_path)
        path.mkdir(parents=True, exist_ok=True)
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{path / 'participe.sqlite3'}"
    if not app.config.get("SECRET_KEY"):
        app.config["SECRET_KEY"] = _own_secret(Path(app.instance_path))


def _own_secret(instance: Path) -> str:
    """Return the secret of a machine that only serves itself, made at its first start."""
    path = instance / "secret-key"
    instance.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secret := secrets.token_urlsafe(32))
    return secret


@dataclass(frozen=True)
class Finding:
    """What `participe doctor` says of one thing: ok, missing or unsafe."""

    level: str
    sentence: str


def examine(app: Flask) -> Iterator[Finding]:
    """Say of each thing an operator decides whether it is set, missing or unsafe."""
    config = app.config
    for sentence in problems(config):
        yield Finding("unsafe", sentence)
    where = "production" if is_production(config) else "this machine only"
    yield Finding("ok", f"ORIGIN is {config['ORIGIN']} ({where}).")
    engine = urlsplit(config["SQLALCHEMY_DATABASE_URI"]).scheme.split("+")[0] or "sqlite"
    yield Finding("ok", f"The database is {engine}.")
    if config["MAIL_SERVER"]:
        yield Finding("ok", f"Letters leave by {config['MAIL_SERVER']}:{config['MAIL_PORT']}.")
    else:
        yield Finding("missing", "MAIL_SERVER is not set: letters wait, nobody can sign in.")
    if config["DEMO"]:
        yield Finding("ok", "The demo is on, for this machine only.")
    if is_production(config) and not config["PROXIES"]:
        yield Finding("missing", "PROXIES is 0: behind a proxy, say how many stand in front.")
