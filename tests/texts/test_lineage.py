"""Tests of participe.texts.lineage and of the reads that feed it."""

from dataclasses import dataclass, field

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from participe.extensions import db
from participe.kernel import clock
from participe.texts.lineage import Cutting, Departure, Fate, Lineage, Place
from participe.texts.models import (
    Descent,
    DiscussedText,
    Passage,
    PassageDescent,
    PassageRemoval,
    TextVersion,
    Wording,
)
from participe.texts.queries import finding
from participe.texts.queries import lineage as lineages
from tests.databases import on_both
from tests.factories import a_text


@dataclass
class Told:
    """A text told twice: as the rows that are stored, and as what each passage holds by now."""

    holds: dict[int, set[int]] = field(default_factory=lambda: {1: {1}, 2: {2}, 3: {3}})
    last: int = 3
    version: int = 1
    departures: list[Departure] = field(default_factory=list)
    cuttings: list[Cutting] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)
    seen: dict[int, dict[int, set[int]]] = field(default_factory=dict)
    seen_removed: dict[int, set[int]] = field(default_factory=dict)

    def publish(self) -> None:
        self.seen[self.version] = {passage: set(held) for passage, held in self.holds.items()}
        self.seen_removed[self.version] = set(self.removed)
        self.version += 1

    def split(self, origin: int) -> None:
        self.last += 1
        self.holds[self.last] = {self.last}
        self.cuttings.append(Cutting(self.version, origin, self.last))

    def merge(self, passage: int, into: int) -> None:
        self.holds[into] |= self.holds.pop(passage)
        self.departures.append(Departure(self.version, passage, into))

    def remove(self, passage: int) -> None:
        self.removed |= self.holds.pop(passage)
        self.departures.append(Departure(self.version, passage, None, "Déjà dit."))

    def add(self) -> None:
        self.last += 1
        self.holds[self.last] = {self.last}

    def lineage(self) -> Lineage:
        return Lineage(self.seen, self.departures, self.cuttings)


@st.composite
def _texts(draw: st.DrawFn) -> Told:
    told = Told()
    told.publish()
    for act in draw(st.lists(st.sampled_from(("split", "merge", "remove", "add", "publish")))):
        first, second, *_others = [*draw(st.permutations(sorted(told.holds))), None, None]
        if act == "split" and first:
            told.split(first)
        elif act == "merge" and first and second:
            told.merge(first, second)
        elif act == "remove" and first:
            told.remove(first)
        else:
            told.publish() if act == "publish" else told.add()
    told.publish()
    return told


@given(_texts())
def test_a_passage_once_public_is_in_each_later_version_or_merged_or_removed(told: Told) -> None:
    """Invariant 1 of texts: exactly one of the three, under any sequence of edits (R2)."""
    lineage = told.lineage()
    for version, holds in told.seen.items():
        born = {passage for earlier in range(1, version + 1) for passage in told.seen[earlier]}
        held_by = {inner: outer for outer, held in holds.items() for inner in held}

        places = lineage.places(version)

        for passage in born:
            place = places[passage]
            assert place.home == held_by.get(passage)
            assert (place.fate is Fate.PRESENT) == (passage in holds)
            assert (place.fate is Fate.REMOVED) == (passage in told.seen_removed[version])
            assert (place.fate is Fate.MERGED) == (passage not in holds and place.home in holds)
            assert place.fate is not Fate.UNBORN


@given(_texts())
def test_what_went_into_a_passage_is_among_its_sources(told: Told) -> None:
    lineage = told.lineage()
    for version, holds in told.seen.items():
        for passage, held in holds.items():
            sources = {source.passage for source in lineage.sources(passage, version)}

            assert held - {passage} <= sources
            assert passage not in sources


class TestPlace:
    def test_a_passage_goes_where_the_one_it_went_into_goes(self) -> None:
        lineage = Lineage(
            {1: {1, 2, 3}, 2: {2, 3}, 3: {3}}, [Departure(2, 1, 2), Departure(3, 2, 3)]
        )

        assert lineage.place(1, 1) == Place(Fate.PRESENT, 1)
        assert lineage.place(1, 2) == Place(Fate.MERGED, 2, left_in=2)
        assert lineage.place(1, 3) == Place(Fate.MERGED, 3, left_in=2)

    def test_a_removed_passage_says_why_and_so_does_what_went_into_it(self) -> None:
        lineage = Lineage({1: {1, 2}, 2: {2}, 3: set()}, [Departure(2, 1, 2), Departure(3, 2)])
        removed = Lineage({1: {1}, 2: set()}, [Departure(2, 1, None, "Déjà dans la loi.")])

        assert lineage.place(1, 3) == Place(Fate.REMOVED, None, left_in=2)
        assert removed.place(1, 2) == Place(Fate.REMOVED, None, 2, "Déjà dans la loi.")

    def test_passage_3_was_not_in_version_1_when_it_was_cut_off_in_version_2(self) -> None:
        lineage = Lineage({1: {1, 2}, 2: {1, 2, 3}}, cuttings=[Cutting(2, 1, 3)])

        assert lineage.place(3, 1) == Place(Fate.UNBORN)
        assert lineage.place(3, 2).fate is Fate.PRESENT

    def test_rows_that_go_round_in_a_ring_do_not_hang_the_page(self) -> None:
        lineage = Lineage({1: {1, 2}, 2: set()}, [Departure(2, 1, 2), Departure(2, 2, 1)])

        assert lineage.place(1, 2) == Place(Fate.UNBORN)


class TestSources:
    def test_a_passage_cut_off_has_what_was_said_of_its_origin_before(self) -> None:
        lineage = Lineage({1: {1, 2}, 2: {1}, 3: {1, 3}}, [Departure(2, 2, 1)], [Cutting(3, 1, 3)])

        sources = lineage.sources(3, 3)

        assert [(source.passage, source.before, source.fate) for source in sources] == [
            (1, 3, Fate.PRESENT),
            (2, 2, Fate.MERGED),
        ]

    def test_what_goes_into_the_origin_later_is_no_source(self) -> None:
        lineage = Lineage(
            {1: {1, 2}, 2: {1, 2, 3}, 3: {1, 3}}, [Departure(3, 2, 1)], [Cutting(2, 1, 3)]
        )

        assert [source.passage for source in lineage.sources(3, 3)] == [1]


@on_both
class TestQueries:
    def test_they_find_each_passage_of_a_text(self, app: Flask) -> None:
        discussed = a_text("Un.", "Deux.", "Trois.")
        one, two, three = _passages(discussed)
        second = _next_version(discussed, [one])
        db.session.add_all(
            [
                PassageDescent(
                    version_id=second.id, from_id=two.id, to_id=one.id, kind=Descent.MERGED
                ),
                PassageRemoval(version_id=second.id, passage_id=three.id, reason="Inutile."),
            ]
        )
        db.session.commit()

        first = finding.version(discussed, 1)

        assert first is not None
        assert lineages.places(discussed, first) == {p.id: p.id for p in (one, two, three)}
        assert lineages.places(discussed, second) == {
            one.id: one.id,
            two.id: one.id,
            three.id: None,
        }
        assert lineages.home(two, second) == one
        assert lineages.home(three, second) is None
        assert list(lineages.origins(one, second)) == [two]
        assert list(lineages.origins(one, first)) == []

    def test_a_passage_cut_off_comes_from_its_origin(self, app: Flask) -> None:
        discussed = a_text("Un. Deux.")
        (one,) = _passages(discussed)
        born = Passage(text=discussed, number=2)
        second = _next_version(discussed, [one, born])
        db.session.add(
            PassageDescent(version_id=second.id, from_id=one.id, to_id=born.id, kind=Descent.SPLIT)
        )
        db.session.commit()

        first = finding.version(discussed, 1)

        assert first is not None
        assert list(lineages.origins(born, second)) == [one]
        assert lineages.home(born, first) is None


def _passages(discussed: DiscussedText) -> list[Passage]:
    current = finding.current(discussed)
    assert current is not None
    return [wording.passage for wording in current.wordings]


def _next_version(discussed: DiscussedText, passages: list[Passage]) -> TextVersion:
    staff = discussed.created_by
    version = TextVersion(
        text=discussed,
        number=2,
        begun_by=staff,
        begun_at=clock.now(),
        published_by=staff,
        published_at=clock.now(),
    )
    for position, passage in enumerate(passages, start=1):
        version.wordings.append(
            Wording(
                passage=passage,
                position=position,
                body="Le marché.",
                saved_by=staff,
                saved_at=clock.now(),
            )
        )
    db.session.add(version)
    db.session.commit()
    return version
