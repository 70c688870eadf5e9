"""Tests of participe.kernel.plots: bars that stand on their ground and say their numbers."""

from hypothesis import given
from hypothesis import strategies as st

from participe.kernel.plots import HEIGHT, WIDTH, Column, piles

values = st.tuples(st.integers(0, 10_000), st.integers(0, 10_000))


@given(st.lists(values, min_size=1, max_size=24))
def test_every_bar_is_in_the_drawing_and_as_high_as_its_number(
    numbers: list[tuple[int, int]],
) -> None:
    plot = piles([Column(str(place), parts) for place, parts in enumerate(numbers)])

    highest = max(sum(parts) for parts in numbers)
    assert len(plot.rectangles) == sum(value > 0 for parts in numbers for value in parts)
    for bar in plot.rectangles:
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH
        assert bar.y + 0.1 > 0
        assert bar.y + bar.height <= plot.ground + 0.2
    if highest:
        tallest = max(plot.ground - bar.y for bar in plot.rectangles)
        assert abs(tallest - (plot.ground - 24)) < 0.2


def test_each_pile_has_its_label_and_its_number() -> None:
    plot = piles([Column("mai", (2, 1)), Column("juin", (0, 0))])

    assert [label.words for label in plot.labels] == ["mai", "3", "juin"]
    assert all(0 < label.y < HEIGHT for label in plot.labels)


def test_nothing_is_an_empty_drawing() -> None:
    assert piles([]).rectangles == []
