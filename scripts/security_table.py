#!/usr/bin/env python3
"""Bring docs/security.md up to date with the tests: which test covers which row.

    python scripts/security_table.py

A test covers a row when its name (`test_t60_…`) or its docstring, or that of its class or module,
says the row's id. Tests that were written into a row by hand stay as long as they exist. The
list of rows without a test is written anew.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "security.md"
TESTS = ROOT / "tests"
NONE = "–"
MISSING = "## Rows without a test"
_ROW = re.compile(r"^\| (?P<id>[A-Z]-\d+) \| (?P<rule>.*?) \| (?P<tests>.*?) \|(?P<rest>.*)$")
_SAID = re.compile(r"\b([ATVMGFR])-(\d+)\b")
_NAMED = re.compile(r"_([atvmgfr])(\d+)(?=_)")

Named = ast.FunctionDef | ast.ClassDef


def main() -> None:
    covering, known = _read_tests()
    lines, uncovered = [], []
    for line in PAGE.read_text(encoding="utf-8").partition(f"\n{MISSING}")[0].splitlines():
        row = _ROW.match(line)
        if row is None:
            lines.append(line)
            continue
        kept = [name for name in re.findall(r"`([^`]+)`", row["tests"]) if name in known]
        names = list(dict.fromkeys([*kept, *covering[row["id"]]]))
        if not names:
            uncovered.append(f"- **{row['id']}** {row['rule']}. {row['rest'].strip(' |')}".rstrip())
        tests = "<br>".join(f"`{name}`" for name in names) or NONE
        lines.append(f"| {row['id']} | {row['rule']} | {tests} |{row['rest']}")
    text = "\n".join([*lines, MISSING, "", *uncovered]).rstrip() + "\n"
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(uncovered)} rows have no test.\n")


def _read_tests() -> tuple[dict[str, list[str]], set[str]]:
    """Return the tests that say each id, and the names of all tests there are."""
    covering: dict[str, list[str]] = defaultdict(list)
    known = set()
    for path in sorted(TESTS.rglob("test_*.py")):
        for name, said in _named(path):
            known.add(name)
            for identity in said:
                covering[identity].append(name)
    return covering, known


def _named(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield a file, its classes and its tests, each with the ids that it says itself."""
    file = path.relative_to(TESTS).as_posix()
    module = ast.parse(path.read_text(encoding="utf-8"))
    yield file, _ids("", ast.get_docstring(module))
    for node in ast.walk(module):
        if isinstance(node, Named) and node.name.lower().startswith("test"):
            yield f"{file}::{node.name}", _ids(node.name, ast.get_docstring(node))


def _ids(name: str, docstring: str | None) -> list[str]:
    said = [*_SAID.findall(docstring or ""), *_NAMED.findall(name)]
    return [_written(letter.upper(), int(number)) for letter, number in said]


def _written(letter: str, number: int) -> str:
    """Write an id as the page does: T-05 and F-13, but V-1 and M-15."""
    return f"{letter}-{number:02}" if letter in "TF" else f"{letter}-{number}"


if __name__ == "__main__":
    main()
