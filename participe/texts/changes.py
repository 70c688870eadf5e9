"""What changed in a text from one public version to a later one, passage by passage."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from participe.kernel.differences import Kind, Piece, differences
from participe.texts.lineage import Fate, Lineage, Place
from participe.texts.models import TextVersion, Wording

BETWEEN = "\n\n"  # what stands between two passages that are compared as one


@dataclass(frozen=True)
class Change:
    """One passage, as it was and as it is; `before` or `after` is None where it is not.

    Numbers are those that readers of the version see; a title has none. `heading` and `body`
    are pieces of both; `reasons` what the versions between say of it.
    """

    before: Wording | None
    after: Wording | None
    place: Place
    number_before: int | None = None
    number: int | None = None
    heading: Sequence[Piece] = ()
    body: Sequence[Piece] = ()
    reasons: Sequence[str] = ()
    cut_from: int | None = None  # the number before of the passage it was cut off from
    was_cut: bool = False
    joined: Sequence[int] = ()  # the numbers before of the passages that went into it
    parts: Sequence[int] = ()  # and of those of which only a part did
    is_moved: bool = False

    @property
    def said(self) -> Wording:
        """Return what it says now, or said last."""
        said = self.after or self.before
        assert said is not None, "a change is of something"  # noqa: S101
        return said

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_reworded(self) -> bool:
        return any(piece.kind is not Kind.SAME for piece in (*self.heading, *self.body))

    @property
    def is_same(self) -> bool:
        """Tell whether a reader of the earlier version may pass over it."""
        stayed = self.before is not None and self.after is not None
        return stayed and not (
            self.is_reworded or self.is_moved or self.was_cut or self.joined or self.parts
        )

    @property
    def old_body(self) -> list[Piece]:
        return [piece for piece in self.body if piece.kind is not Kind.ADDED]

    @property
    def new_body(self) -> list[Piece]:
        return [piece for piece in self.body if piece.kind is not Kind.REMOVED]


@dataclass(frozen=True)
class Stretch:
    """Changes that follow each other: all of them nothing new, or one that is."""

    changes: Sequence[Change]

    @property
    def is_same(self) -> bool:
        return self.changes[0].is_same

    @property
    def numbers(self) -> list[int]:
        return [change.number for change in self.changes if change.number is not None]


def compare(
    before: TextVersion,
    after: TextVersion,
    lineage: Lineage,
    reasons: Mapping[int, Sequence[str]],
) -> list[Change]:
    """Return what became of each passage of both versions, in the order of the later one.

    What is gone stands after what it followed. `reasons` are by passage.
    """
    return _Comparison(before, after, lineage, reasons).changes()


def stretches(changes: Iterable[Change]) -> list[Stretch]:
    """Put together the passages in a row of which nothing is to be said."""
    found = []
    for is_same, group in groupby(changes, key=lambda change: change.is_same):
        together = list(group)
        found += [Stretch(together)] if is_same else [Stretch([one]) for one in together]
    return found


_Node = tuple[str, int]


class _Comparison:
    """Two versions of a text and all that lies between them."""

    def __init__(
        self,
        before: TextVersion,
        after: TextVersion,
        lineage: Lineage,
        reasons: Mapping[int, Sequence[str]],
    ) -> None:
        self.old = {said.passage_id: said for said in before.wordings}
        self.new = {said.passage_id: said for said in after.wordings}
        self.old_numbers, self.new_numbers = before.numbers, after.numbers
        self.reasons = reasons
        self.places = {passage: lineage.place(passage, after.number) for passage in self._all()}
        self.cut_from = {
            passage: lineage.cut_from(passage, before.number)
            for passage in self.new
            if passage not in self.old
        }
        self.sources = {
            passage: [
                source
                for source in lineage.sources(passage, after.number)
                if source.before > before.number and source.passage in self.old
            ]
            for passage in self.new
        }
        self.moved = self._moved()
        self.bodies = self._bodies()

    def changes(self) -> list[Change]:
        return [self._change(passage) for passage in self._all()]

    def _all(self) -> list[int]:
        """Return the passages of both versions: each that is gone after the one it followed."""
        order, previous = list(self.new), None
        for passage in self.old:
            if passage not in self.new:
                order.insert(0 if previous is None else order.index(previous) + 1, passage)
            previous = passage
        return order

    def _change(self, passage: int) -> Change:
        old, new = self.old.get(passage), self.new.get(passage)
        place = self.places[passage]
        holder = place.home if place.home is not None else passage
        origin = self.cut_from.get(passage)
        return Change(
            before=old,
            after=new,
            place=place,
            number_before=self.old_numbers.get(passage),
            number=self.new_numbers.get(holder),
            heading=_pieces(old.heading if old else "", new.heading if new else ""),
            body=self.bodies[passage],
            reasons=self.reasons.get(passage, ()) if new else (),
            cut_from=self.old_numbers.get(origin) if origin else None,
            was_cut=self._was_cut(passage),
            joined=self._joined(passage),
            parts=self._parts(passage),
            is_moved=passage in self.moved,
        )

    def _was_cut(self, passage: int) -> bool:
        return any(
            source.passage == passage and source.fate is Fate.PRESENT
            for sources in self.sources.values()
            for source in sources
        )

    def _joined(self, passage: int) -> list[int]:
        """Return the numbers of the passages that went into one."""
        return [
            number
            for other, number in self.old_numbers.items()
            if other != passage and self.places[other].home == passage
        ]

    def _parts(self, passage: int) -> list[int]:
        """Return the numbers of the passages of which a part went into one that was there."""
        return [
            self.old_numbers[source.passage]
            for source in self.sources.get(passage, ())
            if passage in self.old
            and source.fate is Fate.PRESENT
            and source.passage in self.old_numbers
        ]

    def _moved(self) -> set[int]:
        """Return the fewest passages whose moving explains the new order."""
        stayed = [passage for passage in self.new if passage in self.old]
        kept = _longest_rising([self.old[passage].position for passage in stayed])
        return {passage for passage in stayed if self.old[passage].position not in kept}

    def _bodies(self) -> dict[int, list[Piece]]:
        """Compare what belongs together: a passage, what went into it, what was cut off from it."""
        bodies = {passage: self._gone(passage) for passage in self.old if passage not in self.new}
        for old, new in self._groups():
            texts = [self.new[passage].body for passage in new]
            before = BETWEEN.join(filter(None, (self.old[passage].body for passage in old)))
            bodies |= zip(
                new, _shared_out(_pieces(before, BETWEEN.join(texts)), texts), strict=True
            )
        return bodies

    def _gone(self, passage: int) -> list[Piece]:
        """Return what was removed; what went into another passage is read there."""
        removed = self.places[passage].fate is Fate.REMOVED
        return _pieces(self.old[passage].body, "") if removed else []

    def _groups(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield the old and the new passages that share words, each in its order."""
        groups = _Groups()
        for passage in self.old:
            groups.join(("old", passage), ("new", self.places[passage].home))
        for passage, sources in self.sources.items():
            for source in sources:
                groups.join(("new", passage), ("old", source.passage))
        shared = defaultdict[_Node, tuple[list[int], list[int]]](lambda: ([], []))
        for passage in self.old:
            shared[groups.head(("old", passage))][0].append(passage)
        for passage in self.new:
            shared[groups.head(("new", passage))][1].append(passage)
        return ((old, new) for old, new in shared.values() if new)


class _Groups:
    """Which things belong together, told pair by pair."""

    def __init__(self) -> None:
        self._parents: dict[_Node, _Node] = {}

    def head(self, node: _Node) -> _Node:
        while node in self._parents:
            node = self._parents[node]
        return node

    def join(self, one: _Node, other: tuple[str, int | None]) -> None:
        name, number = other
        if number is None:
            return
        first, second = self.head(one), self.head((name, number))
        if first != second:
            self._parents[second] = first


def _pieces(before: str, after: str) -> list[Piece]:
    if before == after:
        return [Piece(Kind.SAME, after)] if after else []
    return differences(before, after)


def _shared_out(pieces: Iterable[Piece], texts: Sequence[str]) -> list[list[Piece]]:
    """Cut pieces where one of the later texts ends and the next begins."""
    shared: list[list[Piece]] = [[] for _text in texts]
    starts = [0, *accumulate(len(text) + len(BETWEEN) for text in texts[:-1])]
    at = 0
    for piece in pieces:
        if piece.kind is Kind.REMOVED:
            shared[max(bisect_left(starts, at) - 1, 0)].append(piece)
            continue
        for start, text, share in zip(starts, texts, shared, strict=True):
            words = piece.text[max(start - at, 0) : max(start + len(text) - at, 0)]
            if words:
                share.append(Piece(piece.kind, words))
        at += len(piece.text)
    return shared


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the longest choice of different numbers that rises from left to right."""
    tails: list[int] = []  # the smallest number that ends a rising choice of each length
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(tails, number)
        before[number] = tails[length - 1] if length else None
        tails[length : length + 1] = [number]
    kept, last = set[int](), tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept
