"""Tests of participe.accounts.services.retention: what the page on privacy promises (G-6)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from participe.accounts.models import Intention, SignIn, SignInCode
from participe.accounts.services import retention
from participe.extensions import db
from participe.kernel.database import Base
from tests.databases import on_both
from tests.factories import a_resident

pytestmark = [on_both, pytest.mark.usefixtures("app")]


def left(model: type[Base]) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


def keep(thing: Base) -> None:
    db.session.add(thing)
    db.session.commit()


@pytest.mark.parametrize(("hours", "kept"), [(23, 1), (25, 0)])
def test_an_address_typed_for_a_code_is_forgotten_after_a_day(
    hours: int, kept: int, noon: datetime
) -> None:
    keep(SignInCode(email="nadia@example.org", code_hash="x", sent_at=noon, expires_at=noon))

    retention.forget(noon + timedelta(hours=hours))

    assert left(SignInCode) == kept


@pytest.mark.parametrize(("minutes", "kept"), [(59, 1), (61, 0)])
def test_what_was_about_to_be_done_is_forgotten_after_an_hour(
    minutes: int, kept: int, noon: datetime
) -> None:
    commune_id = a_resident().commune_id
    assert commune_id is not None
    keep(
        Intention(
            key_hash="x", commune_id=commune_id, kind="comment", payload="{}", created_at=noon
        )
    )

    retention.forget(noon + timedelta(minutes=minutes))

    assert left(Intention) == kept


@pytest.mark.parametrize(
    ("ended", "days", "kept"), [(False, 59, 1), (False, 60, 0), (True, 0, 1), (True, 2, 0)]
)
def test_a_session_is_forgotten_when_it_is_over(
    *, ended: bool, days: int, kept: int, noon: datetime
) -> None:
    person = a_resident()
    keep(
        SignIn(
            account_id=person.id,
            commune_id=person.commune_id,
            token_hash="x",
            started_at=noon,
            seen_at=noon,
            expires_at=noon + timedelta(days=60),
            ended_at=noon if ended else None,
        )
    )

    retention.forget(noon + timedelta(days=days))

    assert left(SignIn) == kept
