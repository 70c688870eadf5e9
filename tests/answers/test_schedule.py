"""Tests of participe.answers.schedule: no application, no database, only dates."""

from datetime import UTC, date, datetime, timedelta

import pytest

from participe.answers import schedule
from participe.answers.schedule import State
from participe.kernel.clock import at_hour

DUE = date(2030, 5, 20)
LONG_AGO = datetime(2030, 1, 1, tzinfo=UTC)


def _morning(day: int) -> datetime:
    return at_hour(DUE + timedelta(days=day), 9)


@pytest.mark.parametrize(
    ("opened", "sent_to_sign", "published", "expected"),
    [
        (False, False, False, State.RECEIVED),
        (True, False, False, State.STUDIED),
        (True, True, False, State.PREPARED),
        (True, False, True, State.SIGNED),
    ],
)
def test_the_state_of_an_answer_follows_from_what_exists(
    opened: bool, sent_to_sign: bool, published: bool, expected: State
) -> None:
    assert schedule.state(opened=opened, sent_to_sign=sent_to_sign, published=published) is expected


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (-15, None),
        (-14, "j-14"),
        (-8, "j-14"),
        (-7, "j-7"),
        (-1, "j-1"),
        (0, "j-1"),
        (1, "j+1"),
        (7, "j+1"),
        (8, "j+8"),
        (15, "j+15"),
        (364, "j+358"),
    ],
)
def test_the_official_is_reminded_of_the_last_one_due(day: int, name: str | None) -> None:
    reminder = schedule.for_official(DUE, since=LONG_AGO, at=_morning(day))

    assert (reminder.name if reminder else None) == name


def test_a_reminder_is_due_at_nine_in_brussels_and_not_before() -> None:
    before = _morning(-7) - timedelta(seconds=1)

    found = schedule.for_official(DUE, since=LONG_AGO, at=before)

    assert found is not None
    assert found.name == "j-14"


def test_summer_time_moves_no_reminder() -> None:
    due_on = date(2030, 3, 28)  # the clocks change on the 31st

    found = schedule.for_official(due_on, since=LONG_AGO, at=at_hour(date(2030, 4, 5), 9))

    assert found is not None
    assert found.name == "j+8"


def test_what_became_due_lately_is_not_reminded_of_mornings_before() -> None:
    reached = _morning(-10)

    assert schedule.for_official(DUE, since=reached, at=reached + timedelta(hours=1)) is None
    assert schedule.for_official(DUE, since=reached, at=_morning(-7)) is not None


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (-20, ["j-14"]),
        (-14, ["j-14", "j-7"]),
        (-1, ["j-14", "j-7", "j-1", "j+1"]),
        (1, ["j-14", "j-7", "j-1", "j+1", "j+8"]),
        (9, ["j-14", "j-7", "j-1", "j+1", "j+8", "j+15"]),
    ],
)
def test_the_mornings_of_reminders_end_with_the_next_one(day: int, names: list[str]) -> None:
    mornings = schedule.mornings(DUE, since=LONG_AGO, at=_morning(day))

    assert [reminder.name for reminder in mornings] == names


def test_mornings_before_the_promise_are_none() -> None:
    mornings = schedule.mornings(DUE, since=_morning(-10), at=_morning(-10))

    assert [reminder.name for reminder in mornings] == ["j-7"]


@pytest.mark.parametrize(("day", "told"), [(6, False), (7, True), (90, True)])
def test_the_director_is_told_after_a_week(day: int, told: bool) -> None:
    assert (schedule.for_director(DUE, at=_morning(day)) is not None) is told


@pytest.mark.parametrize(("day", "told"), [(0, False), (1, True)])
def test_the_author_is_told_on_the_day_after(day: int, told: bool) -> None:
    assert (schedule.for_author(DUE, at=_morning(day)) is not None) is told
