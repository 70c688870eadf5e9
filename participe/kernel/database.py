"""The base that every table stands on, the column types they share, and how SQLite is opened."""

import sqlite3
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, TypeDecorator, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.orm import DeclarativeBase

# GET and HEAD only read; everything else (POST, commands, the worker) takes the write
# lock when its transaction starts. A read that turns into a write would lose updates or
# fail with “database is locked”.
reads_only: ContextVar[bool] = ContextVar("reads_only", default=False)


class Instant(TypeDecorator[datetime]):
    """A moment in time: stored in UTC, always aware in Python."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive datetime names no instant.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of every model; `db.Model` is not used, so that mypy can follow."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: Instant,
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=32,
            create_constraint=False,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }


@event.listens_for(Engine, "connect")
def _open(connection: Any, _record: object) -> None:
    """Open SQLite as a durable database: WAL, foreign keys, patience, and our own BEGIN."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what was acknowledged survives a power cut, not only a crash
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if reads_only.get() else "BEGIN IMMEDIATE")


@event.listens_for(Engine, "handle_error")
def _keep_values_quiet(context: ExceptionContext) -> None:
    """Have an error name its statement and never its values: they are what people typed.

    Errors end in the log. PostgreSQL repeats the values in what it calls the detail.
    """
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.hide_parameters = True
    for error in (context.sqlalchemy_exception, context.original_exception):
        if error is not None:
            error.args = tuple(
                said.partition("\nDETAIL:")[0] if isinstance(said, str) else said
                for said in error.args
            )


ASIDE = "committing_aside"


def commit_aside(session: Any) -> None:
    """Commit what must stay even if the request is then refused: a counter, a failed try.

    Such a commit is not the effect of the form that was sent, so the form's key stays unused
    (see `web.submissions`).
    """
    session.info[ASIDE] = True
    try:
        session.commit()
    finally:
        session.info.pop(ASIDE, None)
