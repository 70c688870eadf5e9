"""Tests of participe.kernel.months."""

from datetime import UTC, datetime

import pytest

from participe.kernel.months import Month


def test_a_month_begins_and_ends_at_midnight_in_brussels() -> None:
    march = Month(2030, 3)

    assert march.starts_at == datetime(2030, 2, 28, 23, tzinfo=UTC)
    assert march.ends_at == datetime(2030, 3, 31, 22, tzinfo=UTC)
    assert Month.of(march.starts_at) == march
    assert Month.of(march.ends_at) == march.next


def test_years_follow_one_another() -> None:
    assert Month(2030, 12).next == Month(2031, 1)
    assert Month(2031, 1).previous == Month(2030, 12)


@pytest.mark.parametrize("written", ["2030-03", "1999-12"])
def test_what_is_written_is_read(written: str) -> None:
    assert str(Month.parse(written)) == written


@pytest.mark.parametrize(
    "written", ["", "2030", "2030-3", "2030-13", "0030-01", " 2030-01", "2030-01\n"]
)
def test_anything_else_is_none(written: str) -> None:
    assert Month.parse(written) is None
