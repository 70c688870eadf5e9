"""The orders in which lists are read, each a few arcs that an index gives in one scan.

The order of the day (docs/adr/0010): every proposition has a fixed place on a ring; each day
the list of a consultation starts somewhere else on it, and turns the other way than the day
before. A key names the day, so that somebody who reads past midnight goes on in the same order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, true, tuple_

from participe.consultations.models import Consultation
from participe.kernel import ring
from participe.kernel.clock import day_of
from participe.kernel.pagination import key_of, parse_key
from participe.kernel.search import Found
from participe.proposals.models import Proposal
from participe.proposals.queries.filters import Order

_EPOCH = datetime.fromtimestamp(0, tz=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LAST_INSTANT = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND


@dataclass(frozen=True)
class Arc:
    """A part of an order: the rows that it holds, by `place`, then by number of the row.

    Where no two rows have the same place, asking for the second would only make both
    databases sort what they read in order.
    """

    place: SQLColumnExpression[Any]
    where: ColumnElement[bool]
    descending: bool = True
    is_unique: bool = False


def start_of_day(consultation: Consultation, day: int) -> tuple[int, bool]:
    """Return where on the ring the list of this day starts, and whether it turns backwards."""
    return ring.start_of_day(consultation.id, day)


def arcs(
    order: Order,
    consultation: Consultation | None,
    after: str | None,
    at: datetime,
    found: Found | None = None,
) -> Sequence[Arc]:
    """Return what is left to read after a key; one that is not ours is the beginning."""
    if order is Order.OF_THE_DAY and consultation is not None:
        return _ring(consultation, after, at)
    if order is Order.ANSWERED:
        return _answered(after)
    if order is Order.NEWEST:
        return _newest(after)
    return _last_added(after, Proposal.id if found is None else found.key)


def key(order: Order, proposal: Proposal, after: str | None, at: datetime) -> str:
    """Return the key of the page that follows this proposition."""
    if order is Order.OF_THE_DAY:
        return key_of(_day(after, at), proposal.shuffle, proposal.id)
    if order is Order.LAST_ADDED:
        return key_of(proposal.id)
    instant = proposal.answered_at if order is Order.ANSWERED else proposal.published_at
    return key_of(_count(instant), proposal.id)


def _ring(consultation: Consultation, after: str | None, at: datetime) -> Sequence[Arc]:
    start, backwards = start_of_day(consultation, _day(after, at))
    place = Proposal.shuffle
    ahead, behind = place >= start, place < start
    first, second = (behind, ahead) if backwards else (ahead, behind)
    key = parse_key(after, 3)
    if key is None:
        return [Arc(place, first, backwards), Arc(place, second, backwards)]
    in_first = (key[1] < start) is backwards
    beyond = _beyond(place, key[1], key[2], descending=backwards)
    if not in_first:
        return [Arc(place, and_(second, beyond), backwards)]
    return [Arc(place, and_(first, beyond), backwards), Arc(place, second, backwards)]


def _answered(after: str | None) -> Sequence[Arc]:
    """Read the newest answers first, then what has none, the newest first."""
    place = Proposal.answered_at
    given, awaited = place.is_not(None), place.is_(None)
    key = _instant_key(after)
    if key is None:
        return [Arc(place, given), Arc(place, awaited)]
    instant, last = key
    if instant == _EPOCH:
        return [Arc(place, and_(awaited, Proposal.id < last))]
    beyond = _beyond(place, instant, last, descending=True)
    return [Arc(place, and_(given, beyond)), Arc(place, awaited)]


def _newest(after: str | None) -> Sequence[Arc]:
    place = Proposal.published_at
    key = _instant_key(after)
    if key is None:
        return [Arc(place, place.is_not(None))]
    return [Arc(place, _beyond(place, *key, descending=True))]


def _last_added(after: str | None, place: SQLColumnExpression[int]) -> Sequence[Arc]:
    """Read by the number of the row, in which a search can stop as soon as it has a page."""
    key = parse_key(after, 1)
    return [Arc(place, true() if key is None else place < key[0], is_unique=True)]


def _beyond(place: Any, value: Any, last: int, *, descending: bool) -> ColumnElement[bool]:
    here, row = tuple_(place, Proposal.id), tuple_(value, last)
    return here < row if descending else here > row


def _day(after: str | None, at: datetime) -> int:
    """Return the day of a list: that of its key, or today."""
    key = parse_key(after, 3)
    known = key is not None and 1 <= key[0] <= date.max.toordinal()
    return key[0] if key is not None and known else day_of(at).toordinal()


def _count(instant: datetime | None) -> int:
    return 0 if instant is None else max(0, (instant - _EPOCH) // _MICROSECOND)


def _instant_key(after: str | None) -> tuple[datetime, int] | None:
    key = parse_key(after, 2)
    if key is None or key[0] > _LAST_INSTANT:
        return None
    return _EPOCH + key[0] * _MICROSECOND, key[1]
