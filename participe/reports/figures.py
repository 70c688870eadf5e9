"""The figures of a bilan, in which no small number can be read or worked out (R10); all is pure.

A table is merged so that nobody, even knowing this rule and all that is published, can tell of any
merged line that it holds a certain number from one to four: `merge` treats equal numbers alike, so
the merged numbers, exchanged, would have been published alike; and they are never all equal.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

LEAST = 5


class Kind(StrEnum):
    """What people did, each thing counted once."""

    PROPOSAL = "proposal"
    SUPPORT = "support"
    COMMENT = "comment"
    REMARK = "remark"  # on a passage of a text, without another sentence
    REWORDING = "rewording"  # a remark with another sentence
    REMARK_SUPPORT = "remark-support"
    AMENDMENT = "amendment"  # another wording for a proposition


@dataclass(frozen=True)
class Cell:
    """A published number: of one name, or of several that were put together."""

    names: tuple[str, ...]
    number: int

    @property
    def is_merged(self) -> bool:
        return len(self.names) > 1


@dataclass(frozen=True)
class Figures:
    """What a bilan tells in numbers; None where too few people would be behind one.

    Lines with several names are merged; an empty table says nothing, not even nought.
    """

    people: int | None
    total: int | None
    kinds: tuple[Cell, ...] = ()
    channels: tuple[Cell, ...] = ()
    localities: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Counts:
    """What was counted, before anything is kept back."""

    people: int
    kinds: Mapping[str, int]
    channels: Mapping[str, int]
    localities: Mapping[str, int]  # of the propositions: nothing else has a locality


def publishable(counts: Counts) -> Figures:
    """Return what may be published of these counts.

    Where fewer than five people took part, nothing is. The table of localities adds up to the
    number of propositions: when that number is merged among the kinds, the table would give it
    away, and is left out.
    """
    people = shown(counts.people)
    total = shown(sum(counts.kinds.values()))
    if not people or total is None:
        return Figures(people, total if people is not None else None)
    kinds = merge(counts.kinds)
    alone = any(cell.names == (Kind.PROPOSAL,) for cell in kinds)
    return Figures(
        people=people,
        total=total,
        kinds=kinds,
        channels=merge(counts.channels),
        localities=merge(counts.localities) if alone else (),
    )


def shown(number: int) -> int | None:
    """Return a number that stands alone, or None when it is too small to be told."""
    return None if 0 < number < LEAST else number


def merge(counts: Mapping[str, int]) -> tuple[Cell, ...]:
    """Return the lines of a table, the small ones put together, in the order given.

    Empty when there is nothing to tell beside the total.
    """
    merged = _to_merge({name: number for name, number in counts.items() if number})
    if merged is None:
        return ()
    alone = [Cell((name,), number) for name, number in counts.items() if name not in merged]
    together = tuple(name for name in counts if name in merged)
    return (*alone, Cell(together, sum(counts[name] for name in together))) if merged else (*alone,)


def _to_merge(counts: Mapping[str, int]) -> set[str] | None:
    """Choose the lines to put together: the small ones, then the next smallest, with their equals.

    None when all lines would be put together: that tells the total only, and their names too much.
    """
    chosen = {name for name, number in counts.items() if number < LEAST}
    while chosen and not _is_hidden([counts[name] for name in chosen]):
        others = [number for name, number in counts.items() if name not in chosen]
        if not others:
            return None
        chosen |= {name for name, number in counts.items() if number == min(others)}
    return None if chosen and chosen == set(counts) else chosen


def _is_hidden(numbers: Sequence[int]) -> bool:
    """Tell whether the sum of these lines is large enough, and they are not all equal."""
    return sum(numbers) >= LEAST and len(set(numbers)) > 1


def dump(figures: Figures) -> str:
    """Write figures as the JSON that is kept for ever."""
    return json.dumps(asdict(figures), ensure_ascii=False, sort_keys=True)


def load(written: str) -> Figures:
    """Read what `dump` wrote."""
    values = json.loads(written)
    tables = {
        name: tuple(Cell(tuple(cell["names"]), cell["number"]) for cell in values[name])
        for name in ("kinds", "channels", "localities")
    }
    return Figures(values["people"], values["total"], **tables)
