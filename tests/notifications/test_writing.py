"""Tests of participe.notifications.services.writing."""

from datetime import datetime

import pytest

from participe.kernel import clock
from participe.notifications.services.writing import in_waking_hours


@pytest.mark.parametrize(
    ("hour", "expected"), [(7, (4, 8)), (8, (4, 8)), (19, (4, 19)), (20, (5, 8)), (23, (5, 8))]
)
def test_follow_ups_arrive_when_people_are_awake(hour: int, expected: tuple[int, int]) -> None:
    at = datetime(2030, 5, 4, hour, tzinfo=clock.BRUSSELS)

    arrives = in_waking_hours(at).astimezone(clock.BRUSSELS)

    assert (arrives.day, arrives.hour) == expected
