"""Forgetting what was only needed for a while: codes, sessions, kept intentions.

A code holds an address that somebody typed, perhaps of a person who never had an account;
the page on privacy says how long a session is kept.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from participe.accounts.models import Intention, SignIn, SignInCode
from participe.accounts.services.keeping import KEPT_FOR
from participe.extensions import db

CODES_LIVE = timedelta(days=1)
ENDED_SESSIONS_LIVE = timedelta(days=1)


def forget(at: datetime) -> None:
    """Remove what has served its time at this instant."""
    db.session.execute(delete(SignInCode).where(SignInCode.sent_at < at - CODES_LIVE))
    db.session.execute(delete(Intention).where(Intention.created_at < at - KEPT_FOR))
    db.session.execute(
        delete(SignIn).where(
            or_(SignIn.expires_at <= at, SignIn.ended_at < at - ENDED_SESSIONS_LIVE)
        )
    )
