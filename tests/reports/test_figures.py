"""No number from one to four is published, and none can be worked out (R10)."""

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from participe.reports.figures import (
    LEAST,
    Cell,
    Counts,
    Figures,
    Kind,
    dump,
    load,
    merge,
    publishable,
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


class TestPublishable:
    def test_of_fewer_than_five_people_nothing_is_told(self) -> None:
        counts = Counts(people=4, kinds={Kind.SUPPORT: 90}, channels={"online": 90}, localities={})

        assert publishable(counts) == Figures(people=None, total=None)

    def test_localities_do_not_give_away_a_merged_number_of_propositions(self) -> None:
        counts = Counts(
            people=30,
            kinds={Kind.PROPOSAL: 6, Kind.SUPPORT: 40, Kind.COMMENT: 2},
            channels={"online": 48},
            localities={"Ronquet": 6},
        )

        published = publishable(counts)

        assert Cell((Kind.PROPOSAL, Kind.COMMENT), 8) in published.kinds
        assert published.localities == ()

    def test_nobody_is_a_number_too(self) -> None:
        assert (shown(0), shown(4), shown(5)) == (0, None, 5)

    @given(tables)
    def test_what_is_frozen_is_read_back_the_same(self, table: dict[str, int]) -> None:
        figures = publishable(Counts(99, {Kind.PROPOSAL: 99}, table, table))

        assert load(dump(figures)) == figures
