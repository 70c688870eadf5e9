"""Files cut or spoilt anywhere: a report, or whole lines of them, and never a traceback."""

import random
from pathlib import Path

import pytest
from flask import Flask

from participe.exchange.models import RowKind
from participe.exchange.queries import Known
from participe.exchange.services import checking, mappings
from participe.exchange.services.checking import Plan
from tests.conftest import NOON
from tests.databases import on_both
from tests.exchange.folders import FILES, a_folder, run_import
from tests.exchange.test_import import counts
from tests.factories import a_consultation

NOTHING = Known({kind: {} for kind in RowKind}, {})


def check(folder: Path) -> Plan:
    return checking.check(folder, mappings.load(), NOTHING, NOON)


def rows(plan: Plan) -> set[object]:
    kinds = (plan.people, plan.propositions, plan.comments, plan.supports)
    return {row for kind in kinds for row in kind.values()}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", FILES)
def test_a_cut_at_any_byte_is_found_or_leaves_whole_lines(name: str, tmp_path: Path) -> None:
    whole = rows(check(a_folder(tmp_path)))
    content = FILES[name].encode()

    for length in range(len(content)):
        cut = content[:length]
        plan = check(a_folder(tmp_path, **{name.removesuffix(".csv"): cut}))

        assert rows(plan) <= whole, f"half a line was taken at byte {length}"
        assert plan.problems or cut.endswith(b"\n"), f"nothing was said at byte {length}"


@on_both
def test_a_cut_file_is_imported_in_whole_lines_or_not_at_all(app: Flask, tmp_path: Path) -> None:
    consultation = a_consultation()
    content = FILES["propositions.csv"].encode()
    before = counts()

    for length in range(1, len(content) - 1, 23):
        folder = a_folder(tmp_path / "in", propositions=content[:length])
        said = run_import(app, folder, consultation, status=1)

        assert "ligne" in said
        assert counts() == before


@pytest.mark.usefixtures("app")
def test_spoilt_bytes_never_end_in_anything_but_a_report(tmp_path: Path) -> None:
    chance = random.Random(17)  # noqa: S311 -- the same every time
    for _turn in range(400):
        name = chance.choice(list(FILES))
        content = bytearray(FILES[name].encode())
        for _fault in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.choice(b'\0",;\n\r\t\x81\xc3\xff-9')

        plan = check(a_folder(tmp_path, **{name.removesuffix(".csv"): bytes(content)}))

        assert all(problem.reason for problem in plan.problems)
