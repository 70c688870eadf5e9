"""Tests of participe.kernel.tables: files that a spreadsheet may open without harm."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participe.kernel.tables import as_csv


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\n@"])
def test_no_text_begins_as_a_formula(start: str) -> None:
    written = as_csv(["a"], [[f"{start}1+1"]])

    (row,) = list(csv.reader(io.StringIO(written)))[1:]
    assert row == [f"'{start}1+1"]


def test_numbers_stay_numbers_and_nothing_is_empty() -> None:
    assert as_csv(["a", "b", "c"], [[-3, None, "é, “x”"]]) == 'a,b,c\r\n-3,,"é, “x”"\r\n'


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    written = as_csv(["a", "b"], rows)

    read = list(csv.reader(io.StringIO(written, newline="")))[1:]

    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
