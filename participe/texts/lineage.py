"""Where each passage of a text is in a version of it: computed from what happened to it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Fate(StrEnum):
    """What a version did of a passage that the text ever had."""

    PRESENT = "present"
    MERGED = "merged"  # what it said is to be found in another passage, which is present
    REMOVED = "removed"
    UNBORN = "unborn"  # it came in a later version


@dataclass(frozen=True)
class Departure:
    """That, from a version on, a passage went into another one or was removed (`into` None)."""

    version: int
    passage: int
    into: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Cutting:
    """That, in a version, a new passage was cut off from another, which lives on."""

    version: int
    origin: int
    passage: int


@dataclass(frozen=True)
class Place:
    """Where a passage is in one version.

    `home` is the passage that holds it there, itself as a rule, None if none does; `left_in`
    the version in which it stopped being one of its own, `reason` why what held it was removed.
    """

    fate: Fate
    home: int | None = None
    left_in: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Source:
    """A passage that another comes from, as it was in the versions before `before`."""

    passage: int
    before: int
    fate: Fate  # MERGED: it went into it; PRESENT: it was cut off from it


class Lineage:
    """All that happened to the passages of one text, by the numbers of its versions."""

    def __init__(
        self,
        present: Mapping[int, Collection[int]],
        departures: Iterable[Departure] = (),
        cuttings: Iterable[Cutting] = (),
    ) -> None:
        """Take which passages each version holds, which left the text, and which were cut off."""
        self._present = {version: frozenset(held) for version, held in present.items()}
        self._departures: dict[int, list[Departure]] = defaultdict(list)
        self._arrivals: dict[int, list[Departure]] = defaultdict(list)
        self._cuttings: dict[int, list[Cutting]] = defaultdict(list)
        for departure in sorted(departures, key=lambda departure: departure.version):
            self._departures[departure.passage].append(departure)
            if departure.into is not None:
                self._arrivals[departure.into].append(departure)
        self._offcuts: dict[int, list[Cutting]] = defaultdict(list)
        for cutting in cuttings:
            self._cuttings[cutting.passage].append(cutting)
            self._offcuts[cutting.origin].append(cutting)

    @cached_property
    def passages(self) -> frozenset[int]:
        """Return every passage that the text ever had."""
        held = frozenset[int]().union(*self._present.values())
        return held | set(self._departures) | set(self._arrivals) | set(self._cuttings)

    def holds(self, passage: int, version: int) -> bool:
        return passage in self._present.get(version, ())

    def place(self, passage: int, version: int) -> Place:
        """Return where a passage is in a version, following it from passage to passage."""
        left_in, here = None, passage
        for _step in range(len(self.passages) + 1):
            if self.holds(here, version):
                fate = Fate.PRESENT if here == passage else Fate.MERGED
                return Place(fate, here, left_in)
            departure = self._left(here, version)
            if departure is None:
                break
            left_in = left_in or departure.version
            if departure.into is None:
                return Place(Fate.REMOVED, None, left_in, departure.reason)
            here = departure.into
        return Place(Fate.UNBORN)

    def places(self, version: int) -> dict[int, Place]:
        """Return where each passage that the text ever had is in a version."""
        return {passage: self.place(passage, version) for passage in self.passages}

    def sources(self, passage: int, version: int) -> list[Source]:
        """Return the passages that one comes from in a version, and their own sources, once each.

        What was said of them in earlier versions was said of what is now this passage.
        """
        found: dict[int, Source] = {}
        waiting = list(self._parents(passage, version))
        while waiting:
            source = waiting.pop(0)
            if source.passage == passage or source.passage in found:
                continue
            found[source.passage] = source
            waiting += self._parents(source.passage, source.before)
        return list(found.values())

    def cut_from(self, passage: int, version: int) -> int | None:
        """Return the passage of an earlier version from which a later one was cut off, if it was.

        It may have been cut off from one that itself was cut off from that passage.
        """
        seen = {passage}
        while not self.holds(passage, version):
            origin = next((cut.origin for cut in self._cuttings.get(passage, ())), passage)
            if origin in seen:
                return None
            seen.add(origin)
            passage = origin
        return passage

    def was_recut(self, passage: int, after: int, until: int) -> bool:
        """Tell whether something was cut off from a passage, or went into it, between versions."""
        changes = [
            *(arrival.version for arrival in self._arrivals.get(passage, ())),
            *(cutting.version for cutting in self._offcuts.get(passage, ())),
        ]
        return any(after < version <= until for version in changes)

    def _left(self, passage: int, version: int) -> Departure | None:
        """Return how a passage left the text, if it had by this version."""
        before = [left for left in self._departures.get(passage, ()) if left.version <= version]
        return before[-1] if before else None

    def _parents(self, passage: int, version: int) -> Iterator[Source]:
        for arrival in self._arrivals.get(passage, ()):
            if arrival.version <= version:
                yield Source(arrival.passage, arrival.version, Fate.MERGED)
        for cutting in self._cuttings.get(passage, ()):
            if cutting.version <= version:
                yield Source(cutting.origin, cutting.version, Fate.PRESENT)
