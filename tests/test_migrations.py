"""The migrations, there and back, on a database with rows in it."""

import flask_migrate
from flask import Flask
from sqlalchemy import inspect

from participe.extensions import db
from tests.conftest import MIGRATIONS
from tests.databases import on_both
from tests.factories import a_comment, a_proposal, a_support

pytestmark = on_both


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_they_go_down_and_up_again(app: Flask) -> None:
    """R-8."""
    proposal = a_proposal()
    a_comment(on=proposal)
    a_support(of=proposal)
    db.session.commit()
    db.session.remove()
    before = tables()

    with app.app_context():
        flask_migrate.downgrade(directory=MIGRATIONS, revision="base")
        nothing = tables()
        flask_migrate.upgrade(directory=MIGRATIONS)

    assert nothing == {"alembic_version"}
    assert tables() == before
