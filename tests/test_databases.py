"""The PostgreSQL that the other tests are given."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tests.databases import create_database, drop_database

NAME = f"participe_databases_{os.getpid()}"
COPY = f"{NAME}_copy"


@pytest.fixture
def url() -> Iterator[str]:
    yield create_database(NAME)
    drop_database(NAME)


def run(url: str, statement: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text(statement))


def test_a_database_of_one_test_keeps_what_is_written(url: str) -> None:
    run(url, "CREATE TABLE wish (words text)")
    run(url, "INSERT INTO wish VALUES ('un banc près de l’arrêt')")

    with create_engine(url, poolclass=NullPool).connect() as connection:
        assert connection.scalar(text("SELECT words FROM wish")) == "un banc près de l’arrêt"


def test_a_database_made_again_is_empty(url: str) -> None:
    run(url, "CREATE TABLE wish (words text)")

    create_database(NAME)

    run(url, "CREATE TABLE wish (words text)")


def test_a_copy_holds_what_its_template_held(url: str) -> None:
    run(url, "CREATE TABLE wish (words text)")

    copy = create_database(COPY, template=NAME)

    run(copy, "INSERT INTO wish VALUES ('un banc')")
    drop_database(COPY)


def test_a_dropped_database_is_gone_even_while_somebody_is_connected(url: str) -> None:
    connection = create_engine(url, poolclass=NullPool).connect()
    connection.execute(text("SELECT 1"))

    drop_database(NAME)

    connection.invalidate()
    connection.close()
    with pytest.raises(OperationalError, match="does not exist"):
        run(url, "SELECT 1")
