"""How Alembic reaches the database: through the application, on SQLite without foreign keys."""

from typing import Any

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave out the shadow tables that SQLite keeps for its full-text index."""
    return not (kind == "table" and name is not None and "_fts" in name)


def _is_compared(_thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Leave out what the search index made by hand: see kernel.search."""
    return not (kind == "index" and name is not None and name.endswith("_terms_search"))


def run() -> None:
    """Migrate in one transaction: the schema is the old one or the new one, never between."""
    with database.engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            # Batch mode drops and copies tables; with foreign keys on, that would delete
            # the rows of their children. The pragma only works outside a transaction.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            include_name=_is_ours,
            include_object=_is_compared,
            compare_type=False,
        )
        with connection.begin():
            context.run_migrations()
            if on_sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                assert not broken, f"rows without their parent: {broken[:5]}"  # noqa: S101
        if on_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


run()
