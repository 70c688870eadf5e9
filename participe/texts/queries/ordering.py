"""The orders in which remarks are read: those on a passage, and those on a whole text.

On a passage they are drawn for the day, or the newest or most supported come first. A key names
the day, so that somebody who reads past midnight goes on in the same order.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, literal, select, tuple_
from sqlalchemy.orm import aliased

from participe.kernel import ring
from participe.kernel.pagination import key_of, parse_key
from participe.texts.models import Passage, Remark, TextVersion, Wording


class Order(StrEnum):
    """How the remarks on a passage are read; by supports only for who asks for it (R4)."""

    OF_THE_DAY = "hasard"
    NEWEST = "recents"
    SUPPORTED = "soutenus"


@dataclass(frozen=True)
class Sorting:
    """An order of the remarks on a passage: by weight, the heaviest first, then as the day has it.

    Its key is inclusive: a page begins with the remark whose key asks for it.
    """

    order: Order
    passage: Passage
    day: int

    @property
    def places(self) -> tuple[ColumnElement[Any], ...]:
        return (-cast(self._weight(Remark), BigInteger), self._turn(cast(Remark.id, BigInteger)))

    def key(self, remark: Remark) -> str:
        return key_of(self.day, self._weight(remark), self._turn(remark.id))

    def is_from(self, after: str | None) -> ColumnElement[bool]:
        """Hold for what a page that begins at this key may show; what is no key holds for all."""
        _day, weight, turn = parse_key(after, 3) or (0, 2**61, 0)
        return tuple_(*self.places) >= tuple_(literal(-weight, BigInteger), turn)

    def is_before(self, remark: Remark) -> ColumnElement[bool]:
        mine = (literal(-self._weight(remark), BigInteger), self._turn(remark.id))
        return tuple_(*self.places) < tuple_(*mine)

    def _weight(self, remark: Any) -> Any:
        weights = {Order.NEWEST: "id", Order.SUPPORTED: "supports_count"}
        return getattr(remark, weights[self.order]) if self.order in weights else 0

    def _turn(self, remark_id: Any) -> Any:
        return ring.turn_of(ring.place_of(remark_id), self.passage.id, self.day)


def sorting(passage: Passage, *, order: str, after: str | None, today: date) -> Sorting:
    """Return the order that an address asks for, of the day its key names, else of today."""
    key = parse_key(after, 3)
    known = key is not None and 1 <= key[0] <= date.max.toordinal()
    day = key[0] if key is not None and known else today.toordinal()
    return Sorting(Order(order) if order in set(Order) else Order.OF_THE_DAY, passage, day)


class InText:
    """The order of the passages of a text, then of age: a passage that is gone keeps its place.

    Each stands where the newest public version that has it puts it; of two at the same place, the
    one that is gone comes first.
    """

    def __init__(self) -> None:
        self._said, self._version = aliased(Wording), aliased(TextVersion)
        self.columns = (self._said.position, self._version.number, Passage.number, Remark.id)

    def of(self, query: Select[Remark], *more: Any) -> Select[Any]:
        """Put remarks, joined to their passages, in the order of the text."""
        other, later = aliased(Wording), aliased(TextVersion)
        newest = (
            select(func.max(later.number))
            .join(other, other.version_id == later.id)
            .where(other.passage_id == Passage.id, later.published_at.is_not(None))
            .correlate(Passage)
            .scalar_subquery()
        )
        return (
            query.join(self._said, self._said.passage_id == Passage.id)
            .join(self._version, self._said.version_id == self._version.id)
            .where(self._version.number == newest)
            .add_columns(*more)
            .order_by(*self.columns)
        )
