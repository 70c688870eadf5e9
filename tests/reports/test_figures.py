"""No number from one to four is published, and none can be worked out (R10)."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from participe.reports.figures import (
    LEAST,
    TABLES,
    Cell,
    Counts,
    Figures,
    Kind,
    dump,
    load,
    merge,
    merge_alike,
    publishable,
    rounded,
    shown,
)


def named(numbers: Sequence[int]) -> dict[str, int]:
    return dict(zip("abcdefgh", numbers, strict=False))


tables = st.lists(st.integers(0, 60), max_size=8).map(named)
small_tables = st.lists(st.integers(0, 9), max_size=4).map(named)


def everything_alike(table: dict[str, int]) -> list[dict[str, int]]:
    """Return all tables that would have been published in the same way: what a reader knows."""
    published, names = merge(table), list(table)
    total = sum(table.values())
    return [
        candidate
        for numbers in product(range(max(total, LEAST) + 1), repeat=len(names))
        if shown(sum(numbers)) == shown(total)
        and merge(candidate := dict(zip(names, numbers, strict=True))) == published
    ]


class TestMerge:
    @given(tables)
    def test_no_published_number_is_from_one_to_four(self, table: dict[str, int]) -> None:
        assert all(cell.number == 0 or cell.number >= LEAST for cell in merge(table))

    @given(tables)
    def test_a_published_table_adds_up(self, table: dict[str, int]) -> None:
        published = merge(table)

        assert not published or sum(cell.number for cell in published) == sum(table.values())
        assert not published or {name for cell in published for name in cell.names} == set(table)

    @given(small_tables)
    @settings(max_examples=60, deadline=None)
    def test_who_knows_the_total_and_the_rule_works_out_no_small_number(
        self, table: dict[str, int]
    ) -> None:
        alike = everything_alike(table)

        for name, number in table.items():
            if 0 < number < LEAST:
                assert len({other[name] for other in alike}) > 1

    def test_large_numbers_stand_alone(self) -> None:
        assert merge({"online": 120, "paper": 9}) == (Cell(("online",), 120), Cell(("paper",), 9))

    def test_a_small_one_takes_the_next_smallest_with_it(self) -> None:
        assert merge({"online": 120, "paper": 9, "meeting": 3}) == (
            Cell(("online",), 120),
            Cell(("paper", "meeting"), 12),
        )

    def test_nought_is_told(self) -> None:
        assert merge({"online": 120, "paper": 0}) == (Cell(("online",), 120), Cell(("paper",), 0))

    def test_where_all_would_be_put_together_nothing_is_told(self) -> None:
        assert merge(dict.fromkeys("abcde", 1)) == merge({"a": 4, "b": 1}) == ()


class TestMergeAlike:
    """Two tables with the same lines: how many people, how many acts of theirs (R10)."""

    @given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=4))
    @settings(max_examples=300)
    def test_who_exchanged_the_merged_lines_would_have_been_told_the_same(
        self, lines: list[tuple[int, int]]
    ) -> None:
        people, acts = (named(column) for column in zip(*lines, strict=True)) if lines else ({}, {})

        published = merge_alike([people, acts])

        for table, numbers in zip(published, (people, acts), strict=True):
            for cell in (cell for cell in table if cell.is_merged):
                assert len({numbers[name] for name in cell.names}) > 1
        for first, second in combinations(_merged_names(published), 2):
            exchanged = [_exchanged(numbers, first, second) for numbers in (people, acts)]
            assert merge_alike(exchanged) == published

    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
    def test_no_number_of_either_table_is_from_one_to_four(
        self, lines: list[tuple[int, int]]
    ) -> None:
        tables = [named(column) for column in zip(*lines, strict=True)] or [{}]

        cells = [cell for table in merge_alike(tables) for cell in table]

        assert all(cell.number == 0 or cell.number >= LEAST for cell in cells)

    def test_nobody_works_out_a_small_number_from_both_tables_and_their_totals(self) -> None:
        """Every pair of tables with three lines and up to seven acts each, told alike or not."""
        line = [(people, acts) for acts in range(8) for people in range(min(acts, 1), acts + 1)]
        alike = defaultdict(list)
        for lines in product(line, repeat=3):
            tables = [named(column) for column in zip(*lines, strict=True)]
            totals = tuple(sum(table.values()) for table in tables)
            alike[merge_alike(tables), totals].append([n for pair in lines for n in pair])

        worked_out = [
            candidates
            for (published, _totals), candidates in alike.items()
            if any(published)
            for numbers in zip(*candidates, strict=True)
            if len(set(numbers)) == 1 and 0 < numbers[0] < LEAST
        ]

        assert worked_out == []

    def test_a_line_small_in_one_table_is_merged_in_both(self) -> None:
        """Five papers of one person: the acts alone would tell of them."""
        people = {"online": 30, "paper": 2, "meeting": 7}
        acts = {"online": 90, "paper": 9, "meeting": 12}

        assert merge_alike([people, acts]) == (
            (Cell(("online",), 30), Cell(("paper", "meeting"), 9)),
            (Cell(("online",), 90), Cell(("paper", "meeting"), 21)),
        )


def _merged_names(tables: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    merged = (cell.names for table in tables for cell in table if cell.is_merged)
    return next(merged, ())


def _exchanged(numbers: dict[str, int], first: str, second: str) -> dict[str, int]:
    return numbers | {first: numbers[second], second: numbers[first]}


class TestPublishable:
    def test_of_fewer_than_five_people_nothing_is_told(self) -> None:
        counts = Counts(
            people=4,
            kinds={Kind.SUPPORT: 90},
            channels={"online": 90},
            localities={},
            people_by_channel={"online": 4},
        )

        assert publishable(counts) == Figures(people=None, total=None)

    def test_localities_do_not_give_away_a_merged_number_of_propositions(self) -> None:
        counts = Counts(
            people=30,
            kinds={Kind.PROPOSAL: 6, Kind.SUPPORT: 40, Kind.COMMENT: 2},
            channels={"online": 48},
            localities={"Ronquet": 6},
            people_by_channel={"online": 30},
        )

        published = publishable(counts)

        assert Cell((Kind.PROPOSAL, Kind.COMMENT), 8) in published.kinds
        assert published.localities == ()

    def test_nobody_is_a_number_too(self) -> None:
        assert (shown(0), shown(4), shown(5)) == (0, None, 5)

    @given(tables)
    def test_what_is_told_while_it_moves_changes_by_five_at_least(
        self, table: dict[str, int]
    ) -> None:
        figures = rounded(publishable(Counts(99, {Kind.PROPOSAL: 99}, table, table, table)))

        told = [cell.number for name in TABLES for cell in getattr(figures, name)]
        assert all(number % LEAST == 0 for number in (figures.people or 0, *told))

    def test_a_bilan_of_before_people_were_told_by_channel_is_still_read(self) -> None:
        written = '{"people": 9, "total": 9, "kinds": [], "channels": [], "localities": []}'

        assert load(written) == Figures(people=9, total=9)

    @given(tables)
    def test_what_is_frozen_is_read_back_the_same(self, table: dict[str, int]) -> None:
        figures = publishable(Counts(99, {Kind.PROPOSAL: 99}, table, table, table))

        assert load(dump(figures)) == figures
