"""The figures of a bilan, in which no small number can be read or worked out (R10); all is pure.

A table is merged so that nobody, even knowing this rule and all that is published, can tell of any
merged line that it holds a certain number from one to four: `merge` treats equal numbers alike, so
the merged numbers, exchanged, would have been published alike; and they are never all equal.
Two tables with the same lines are merged together (`merge_alike`): otherwise a line merged in one
and alone in the other would be squeezed between them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

LEAST = 5
TABLES = ("kinds", "channels", "localities", "people_by_channel")


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
    people_by_channel: tuple[Cell, ...] = ()  # the lines of `channels`, who took part for what


@dataclass(frozen=True)
class Counts:
    """What was counted, before anything is kept back."""

    people: int
    kinds: Mapping[str, int]
    channels: Mapping[str, int]
    localities: Mapping[str, int]  # of the propositions: nothing else has a locality
    people_by_channel: Mapping[str, int]  # whoever used two is in both


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
    people_by_channel, channels = merge_alike([counts.people_by_channel, counts.channels])
    return Figures(
        people=people,
        total=total,
        kinds=kinds,
        channels=channels,
        localities=merge(counts.localities) if alone else (),
        people_by_channel=people_by_channel,
    )


def rounded(figures: Figures) -> Figures:
    """Round all numbers down to a multiple of five: so they are told while they still move.

    Otherwise two readings, a day apart, would tell what one to four people did in between.
    """
    tables = {
        name: tuple(
            replace(cell, number=rounded_down(cell.number)) for cell in getattr(figures, name)
        )
        for name in TABLES
    }
    people, total = (n if n is None else rounded_down(n) for n in (figures.people, figures.total))
    return Figures(people, total, **tables)


def rounded_down(number: int) -> int:
    return number - number % LEAST


def shown(number: int) -> int | None:
    """Return a number that stands alone, or None when it is too small to be told."""
    return None if 0 < number < LEAST else number


def merge(counts: Mapping[str, int]) -> tuple[Cell, ...]:
    """Return the lines of a table, the small ones put together, in the order given.

    Empty when there is nothing to tell beside the total.
    """
    return merge_alike([counts])[0]


def merge_alike(tables: Sequence[Mapping[str, int]]) -> tuple[tuple[Cell, ...], ...]:
    """Return tables that have the same lines, with the same lines put together in each of them."""
    lines = {name: tuple(table[name] for table in tables) for name in tables[-1]}
    merged = _to_merge({name: numbers for name, numbers in lines.items() if any(numbers)})
    if merged is None:
        return ((),) * len(tables)
    alone = [name for name in lines if name not in merged]
    together = tuple(name for name in lines if name in merged)
    groups = [*((name,) for name in alone), *([together] if together else [])]
    return tuple(
        tuple(Cell(names, sum(table[name] for name in names)) for names in groups)
        for table in tables
    )


def _to_merge(lines: Mapping[str, tuple[int, ...]]) -> set[str] | None:
    """Choose the lines to put together: the small ones, then the next smallest, with their equals.

    None when all lines would be put together: that tells the total only, and their names too much.
    """
    chosen = {name for name, numbers in lines.items() if any(0 < n < LEAST for n in numbers)}
    while chosen and not _are_hidden([lines[name] for name in chosen]):
        others = [numbers for name, numbers in lines.items() if name not in chosen]
        if not others:
            return None
        chosen |= {name for name, numbers in lines.items() if numbers == min(others)}
    return None if chosen and chosen == set(lines) else chosen


def _are_hidden(lines: Sequence[tuple[int, ...]]) -> bool:
    """Tell whether, in each table, these lines are enough together, and not all equal."""
    return all(sum(table) >= LEAST and len(set(table)) > 1 for table in zip(*lines, strict=True))


def dump(figures: Figures) -> str:
    """Write figures as the JSON that is kept for ever."""
    return json.dumps(asdict(figures), ensure_ascii=False, sort_keys=True)


def load(written: str) -> Figures:
    """Read what `dump` wrote."""
    values = json.loads(written)
    tables = {
        name: tuple(Cell(tuple(cell["names"]), cell["number"]) for cell in values.get(name, ()))
        for name in TABLES
    }
    return Figures(values["people"], values["total"], **tables)
