"""What every test may ask for: an application on a database of its own, noon, a browser."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import text
from werkzeug.routing import Rule

from participe.app import create_app
from participe.extensions import db
from participe.kernel import clock
from tests import databases
from tests.browser import Browser

NOON = datetime(2030, 5, 4, 10, 0, tzinfo=UTC)  # noon in Brussels
MIGRATIONS = str(Path(__file__).parent.parent / "migrations")
SETTINGS = {
    "TESTING": True,
    "SECRET_KEY": "tests-and-nothing-else-use-this-key",
    "WTF_CSRF_ENABLED": False,
    "CODE_HASH_MEMORY_KIB": 8,
    "CODE_HASH_ROUNDS": 1,
}


class CompiledTemplates(BytecodeCache):
    """Templates compiled once for all the applications of a run."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


def _share_builders() -> None:
    """Have equal routes of all applications share the functions that write their addresses.

    Werkzeug compiles two for each rule; three hundred of them for each test would be most of
    what the tests take.
    """
    compile_builder = Rule._compile_builder  # noqa: SLF001 -- there is no public way
    builders: dict[tuple[str, bool, str], Any] = {}

    def shared(rule: Rule, append_unknown: bool = True) -> Any:  # noqa: FBT002 -- Werkzeug's
        key = (rule.rule, append_unknown, repr(rule.defaults))
        if key not in builders:
            builders[key] = compile_builder(rule, append_unknown)
        return builders[key]

    Rule._compile_builder = shared  # type: ignore[method-assign] # noqa: SLF001


_share_builders()


@pytest.fixture
def engine_name() -> str:
    """The database of a test: `tests.databases.on_both` runs it on each."""
    return "sqlite"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database made by the migrations, to be copied for each test."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_url(worker_id: str) -> Iterator[str]:
    """A PostgreSQL database made by the migrations, emptied before each test."""
    name = f"participe_{worker_id}"
    url = databases.create_database(name)
    _migrate(url)
    yield url
    databases.drop_database(name)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this process among those that run tests side by side."""
    return getattr(request.config, "workerinput", {}).get("workerid", "alone")


@pytest.fixture
def database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of an empty database of this test's own."""
    if engine_name == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    path = tmp_path / "test.sqlite3"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application of its own for each test, in whose context the test runs."""
    app = create_app(**SETTINGS, SQLALCHEMY_DATABASE_URI=database_url, INSTANCE=str(tmp_path))
    app.jinja_env.bytecode_cache = COMPILED
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            _empty()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It is always noon of the same day; factories count from there."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return NOON


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A visitor who has not signed in."""
    return Browser(app)


def _migrate(url: str) -> None:
    app = create_app(**SETTINGS, SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        flask_migrate.upgrade(directory=MIGRATIONS)
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


def _empty() -> None:
    tables = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
    with db.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
