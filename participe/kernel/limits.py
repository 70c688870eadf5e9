"""How often something may be tried, by person or place, counted in the database for all workers.

The keys name whom or what is counted (an account, an address typed, a digital space), never
a network address alone: an EPN shares one among many people.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import ngettext
from sqlalchemy import UniqueConstraint, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, scoped_session

from participe.kernel.database import Base, commit_aside
from participe.kernel.errors import Refusal

AnySession = Session | scoped_session[Any]


class TooOften(Refusal):
    """The limit is reached; `minutes` tells how long to wait."""

    def __init__(self, minutes: int) -> None:
        super().__init__(
            ngettext(
                "Vous avez beaucoup écrit. Attendez %(num)d minute, puis réessayez.",
                "Vous avez beaucoup écrit. Attendez %(num)d minutes, puis réessayez.",
                minutes,
            )
        )
        self.minutes = minutes


@dataclass(frozen=True)
class Limit:
    """So many times in each window of time."""

    name: str
    times: int
    window: timedelta


class LimitCounter(Base):
    """How often one key was counted in one window; the key is hashed, it may hold an address."""

    __tablename__ = "limit_counter"
    __table_args__ = (UniqueConstraint("key", "window_starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    window_starts_at: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]


def spend(session: AnySession, limit: Limit, whom: object, at: datetime) -> None:
    """Count one try, in a transaction of its own that is committed here, or raise TooOften.

    Call it before the request changes anything: what is counted stays counted when the
    request is refused afterwards.
    """
    seconds = int(limit.window.total_seconds())
    starts_at = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, at.tzinfo)
    key = hashlib.sha256(f"{limit.name}:{whom}".encode()).hexdigest()
    count = _increment(session, key, starts_at)
    commit_aside(session)
    if count > limit.times:
        left = starts_at + limit.window - at
        raise TooOften(max(1, -(-int(left.total_seconds()) // 60)))


def _increment(session: AnySession, key: str, starts_at: datetime) -> int:
    """Add one to a counter, made if it is missing; another worker may make it first."""
    where = (LimitCounter.key == key, LimitCounter.window_starts_at == starts_at)
    for _attempt in range(2):
        count = session.scalar(
            update(LimitCounter)
            .where(*where)
            .values(count=LimitCounter.count + 1)
            .returning(LimitCounter.count)
        )
        if count is not None:
            return int(count)
        try:
            with session.begin_nested():
                session.add(LimitCounter(key=key, window_starts_at=starts_at, count=1))
        except IntegrityError:
            continue
        return 1
    return session.scalars(select(LimitCounter.count).where(*where)).one()


def forget(session: AnySession, before: datetime) -> None:
    """Remove the counters of windows that are long over."""
    session.execute(delete(LimitCounter).where(LimitCounter.window_starts_at < before))
