"""Tables as files, row by row: CSV without any cell that computes, and JSON.

CSV is plain UTF-8 with commas (RFC 4180). Dates are written as ISO 8601 has them.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TextIO

MEDIA_TYPE = "text/csv; charset=utf-8"
ROWS = "lignes"  # what the rows are called in JSON

# What a spreadsheet takes for the beginning of a formula, and what may stand before it unseen.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a head and its rows; None is an empty cell, and a number stays one."""
    written = io.StringIO()
    write_csv(written, head, rows)
    return written.getvalue()


def write_csv(into: TextIO, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write what `as_csv` returns, without ever holding all of it."""
    writer = csv.writer(into, lineterminator="\r\n")
    writer.writerow(map(_cell, head))
    writer.writerows([_cell(value) for value in row] for row in rows)


def write_json(
    into: TextIO,
    about: Mapping[str, object],
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Write an object that tells about a table, with its rows, each an object, as the last of it.

    Nobody computes in it, so texts stand as they are.
    """
    told = "".join(f"{_json(name)}: {_json(value)},\n" for name, value in about.items())
    into.write(f'{{{told}"{ROWS}": [')
    for position, row in enumerate(rows):
        into.write(",\n" if position else "\n")
        into.write(_json(dict(zip(head, row, strict=True))))
    into.write("\n]}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    """Write what JSON has no form for: days and moments, and sentences not translated yet."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _cell(value: object) -> str:
    """Write a value; a text that a spreadsheet would compute gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text
