"""Unusual patterns in what a session did: pure, computed from the lines of the journal.

They accuse nobody and drop nothing: they are shown to the commune, who asks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from participe.assistance.reference import CONTRIBUTIONS, Act

# A support takes some twenty seconds, reading included; eight people are added in two minutes.
SECONDS = timedelta(seconds=10)
SUPPORTS_IN_SECONDS = 5
MINUTE = timedelta(minutes=1)
PEOPLE_IN_A_MINUTE = 10
AN_HOUR = timedelta(hours=1)
TYPED_BY_ONE = 20  # texts that one facilitator can type and read back in an hour
SAME_FOR = 3  # people
SAME_LENGTH = 3  # supports
EARLY = timedelta(minutes=30)
LATE = timedelta(hours=4)


class Pattern(StrEnum):
    """What is unusual."""

    MANY_SUPPORTS = "many-supports"
    SAME_ORDER = "same-order"
    OUTSIDE_TIME = "outside-time"
    MANY_PEOPLE = "many-people"
    MANY_TYPED = "many-typed"


@dataclass(frozen=True)
class Line:
    """What the patterns need of a line of the journal.

    `is_live`: not typed in from paper; `typed_by`: who typed for the person, if not they.
    """

    number: int
    act: str
    participant: int | None
    on: int | None
    at: datetime
    is_live: bool = True
    typed_by: int | None = None


@dataclass(frozen=True)
class Flag:
    """A pattern that was found: how much of it, and the line of the journal where it begins."""

    pattern: Pattern
    count: int
    number: int


def find(lines: Sequence[Line], *, planned_for: datetime) -> list[Flag]:
    """Return the unusual patterns of one session, each once."""
    live = [line for line in lines if line.is_live]
    found = (
        _many_supports(live),
        _same_order(live),
        _outside_time(live, planned_for),
        _many_people(live),
        _many_typed(live),
    )
    return [flag for flag in found if flag is not None]


def _many_supports(lines: Iterable[Line]) -> Flag | None:
    """Flag the people who gave several supports within seconds; `count` is how many people."""
    bursts = [
        burst
        for given in _supports_by_person(lines).values()
        if len(burst := _densest(given, SECONDS)) >= SUPPORTS_IN_SECONDS
    ]
    if not bursts:
        return None
    return Flag(Pattern.MANY_SUPPORTS, len(bursts), min(burst[0].number for burst in bursts))


def _same_order(lines: Iterable[Line]) -> Flag | None:
    """Flag the same supports in the same order for several people."""
    orders = {
        person: tuple(line.on for line in given)
        for person, given in _supports_by_person(lines).items()
        if len(given) >= SAME_LENGTH
    }
    if not orders:
        return None
    order, people = Counter(orders.values()).most_common(1)[0]
    if people < SAME_FOR:
        return None
    same = {person for person, supported in orders.items() if supported == order}
    first = min(line.number for line in lines if _is_support(line) and line.participant in same)
    return Flag(Pattern.SAME_ORDER, people, first)


def _outside_time(lines: Iterable[Line], planned_for: datetime) -> Flag | None:
    """Flag what was written or supported outside the announced time; `count` is how many acts."""
    acts = [line for line in lines if line.act in CONTRIBUTIONS or _is_support(line)]
    outside = [line for line in acts if not planned_for - EARLY <= line.at <= planned_for + LATE]
    return Flag(Pattern.OUTSIDE_TIME, len(outside), outside[0].number) if outside else None


def _many_people(lines: Iterable[Line]) -> Flag | None:
    added = [line for line in lines if line.act == Act.PERSON_ADDED]
    burst = _densest(added, MINUTE)
    if len(burst) < PEOPLE_IN_A_MINUTE:
        return None
    return Flag(Pattern.MANY_PEOPLE, len(burst), burst[0].number)


def _many_typed(lines: Iterable[Line]) -> Flag | None:
    """Flag that one facilitator typed more texts in an hour than one can; `count` is how many."""
    by_typist = defaultdict[int, list[Line]](list)
    for line in lines:
        if line.act in CONTRIBUTIONS and line.typed_by is not None:
            by_typist[line.typed_by].append(line)
    burst = max((_densest(typed, AN_HOUR) for typed in by_typist.values()), key=len, default=())
    if len(burst) <= TYPED_BY_ONE:
        return None
    return Flag(Pattern.MANY_TYPED, len(burst), burst[0].number)


def _supports_by_person(lines: Iterable[Line]) -> dict[int | None, list[Line]]:
    given = defaultdict[int | None, list[Line]](list)
    for line in filter(_is_support, lines):
        given[line.participant].append(line)
    return given


def _is_support(line: Line) -> bool:
    return line.act == Act.SUPPORTED


def _densest(lines: Sequence[Line], span: timedelta) -> Sequence[Line]:
    """Return the most lines that lie within a span of time."""
    return max(_windows(lines, span), key=len, default=())


def _windows(lines: Sequence[Line], span: timedelta) -> Iterator[Sequence[Line]]:
    first = 0
    for last, line in enumerate(lines):
        while line.at - lines[first].at > span:
            first += 1
        yield lines[first : last + 1]
