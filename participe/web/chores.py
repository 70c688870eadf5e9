"""What the worker forgets when it has served its time."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import delete

from participe.extensions import db
from participe.kernel import limits
from participe.kernel.chores import CHORES
from participe.web.submissions import Submission

COUNTERS_LIVE = timedelta(days=2)  # longer than the longest window of a limit
SUBMISSIONS_LIVE = timedelta(days=30)  # the design asks for a week at least


def register(app: Flask) -> None:
    """Give the worker these chores."""
    CHORES.add(app, _forget_counters)
    CHORES.add(app, _forget_submissions)


def _forget_counters(at: datetime) -> None:
    limits.forget(db.session, at - COUNTERS_LIVE)


def _forget_submissions(at: datetime) -> None:
    db.session.execute(delete(Submission).where(Submission.accepted_at < at - SUBMISSIONS_LIVE))
