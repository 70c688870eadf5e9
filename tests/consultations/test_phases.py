"""What is open is a pure function of the phases and the clock (invariant 2)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participe.consultations.phases import Action, PhaseKind, opening

NOON = datetime(2030, 5, 4, 10, tzinfo=UTC)
PROPOSING = frozenset({Action.PROPOSE, Action.SUPPORT, Action.COMMENT, Action.REMARK})
DISCUSSING = frozenset({Action.SUPPORT, Action.COMMENT, Action.REMARK})
REACTING = frozenset({Action.COMMENT, Action.REMARK})


@dataclass
class Phase:
    """A phase that no database knows."""

    kind: PhaseKind
    opens_at: datetime
    closes_at: datetime


def a_phase(kind: PhaseKind, opens: float, closes: float) -> Phase:
    return Phase(kind, NOON + timedelta(days=opens), NOON + timedelta(days=closes))


def day(number: float) -> datetime:
    return NOON + timedelta(days=number)


@pytest.mark.parametrize(
    ("kind", "opens"),
    [
        (PhaseKind.INFORM, frozenset()),
        (PhaseKind.PROPOSE, PROPOSING),
        (PhaseKind.REACT, REACTING),
        (PhaseKind.DISCUSS, DISCUSSING),
        (PhaseKind.ANSWER, frozenset()),
        (PhaseKind.REPORT, frozenset()),
    ],
)
def test_each_kind_opens_what_it_is_for(kind: PhaseKind, opens: frozenset[Action]) -> None:
    phases = [a_phase(kind, -1, 1)]

    assert {action for action in Action if opening(phases, action, NOON)} == opens


class TestEdges:
    phases = (a_phase(PhaseKind.PROPOSE, 0, 10),)

    @pytest.mark.parametrize(
        ("at", "is_open"),
        [
            (day(0) - timedelta(microseconds=1), False),
            (day(0), True),
            (day(10) - timedelta(microseconds=1), True),
            (day(10), False),
        ],
    )
    def test_the_first_instant_is_open_and_the_closing_instant_is_too_late(
        self, at: datetime, is_open: bool
    ) -> None:
        assert bool(opening(self.phases, Action.PROPOSE, at)) is is_open

    def test_before_it_says_when_it_opens(self) -> None:
        found = opening(self.phases, Action.PROPOSE, day(-1))

        assert (found.opens_at, found.closed_since, found.until) == (day(0), None, None)
        assert found.next_phase is self.phases[0]

    def test_after_it_says_since_when_it_is_closed(self) -> None:
        found = opening(self.phases, Action.PROPOSE, day(11))

        assert (found.opens_at, found.closed_since) == (None, day(10))
        assert found.next_phase is None


class TestSeveralPhases:
    def test_in_a_gap_nothing_is_open_and_the_next_phase_is_named(self) -> None:
        first, second = a_phase(PhaseKind.PROPOSE, 0, 2), a_phase(PhaseKind.DISCUSS, 4, 6)

        found = opening([first, second], Action.SUPPORT, day(3))

        assert not found
        assert (found.closed_since, found.opens_at) == (day(2), day(4))
        assert (found.current_phase, found.next_phase) == (None, second)

    def test_phases_that_follow_each_other_keep_an_action_open_until_the_last(self) -> None:
        phases = [a_phase(PhaseKind.PROPOSE, 0, 2), a_phase(PhaseKind.DISCUSS, 2, 6)]

        assert opening(phases, Action.SUPPORT, day(1)).until == day(6)
        assert opening(phases, Action.PROPOSE, day(1)).until == day(2)

    def test_a_later_phase_behind_a_gap_adds_nothing_to_the_present_one(self) -> None:
        phases = [a_phase(PhaseKind.PROPOSE, 0, 2), a_phase(PhaseKind.DISCUSS, 3, 6)]

        assert opening(phases, Action.SUPPORT, day(1)).until == day(2)

    def test_a_phase_that_opens_nothing_is_named_while_it_lasts(self) -> None:
        answering = a_phase(PhaseKind.ANSWER, 2, 6)
        phases = [a_phase(PhaseKind.PROPOSE, 0, 2), answering, a_phase(PhaseKind.REPORT, 6, 7)]

        found = opening(phases, Action.PROPOSE, day(3))

        assert found.current_phase is answering
        assert found.closed_since == day(2)

    def test_an_action_that_no_phase_opens_has_no_date(self) -> None:
        found = opening([a_phase(PhaseKind.DISCUSS, 0, 2)], Action.PROPOSE, day(1))

        assert (found.is_open, found.opens_at, found.closed_since) == (False, None, None)


@st.composite
def sequences(draw: st.DrawFn) -> list[Phase]:
    """Draw phases in order, with or without gaps, never two at the same time."""
    edge = draw(st.integers(-40, 0))
    phases = []
    for kind in draw(st.lists(st.sampled_from(PhaseKind), max_size=6)):
        opens = edge + draw(st.integers(0, 5))
        edge = opens + draw(st.integers(1, 20))
        phases.append(a_phase(kind, opens, edge))
    return phases


@given(sequences(), st.sampled_from(Action), st.integers(-50, 150))
def test_an_action_is_open_exactly_when_a_phase_that_opens_it_holds_the_instant(
    phases: list[Phase], action: Action, hours: int
) -> None:
    at = NOON + timedelta(hours=12 * hours)

    found = opening(phases, action, at)

    holding = [p for p in phases if action in p.kind.opens and p.opens_at <= at < p.closes_at]
    assert found.is_open is bool(holding)
    if found.is_open:
        assert found.until is not None
        assert found.until > at
        assert all(opening(phases, action, at + (found.until - at) * n / 7) for n in range(7))
        assert not opening(phases, action, found.until)
