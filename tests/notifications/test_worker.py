"""The worker does the chores of every package (G-6)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from participe.accounts.models import SignInCode
from participe.extensions import db
from participe.kernel.limits import LimitCounter
from participe.notifications.cli import do_chores
from tests.databases import on_both


@on_both
@pytest.mark.usefixtures("app")
def test_what_has_served_its_time_is_gone_after_the_chores(noon: datetime) -> None:
    db.session.add(SignInCode(email="a@b.example", code_hash="x", sent_at=noon, expires_at=noon))
    db.session.add(LimitCounter(key="x", window_starts_at=noon, count=1))
    db.session.commit()

    do_chores(noon + timedelta(days=3))

    for table in (SignInCode, LimitCounter):
        assert db.session.scalars(select(func.count()).select_from(table)).one() == 0
