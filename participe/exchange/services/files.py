"""Reading a CSV file from elsewhere: its encoding, its delimiter, its lines and their faults."""

import codecs
import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from flask_babel import gettext as _
from flask_babel import ngettext

from participe.exchange.errors import FileRefused

LARGEST = 100_000_000  # bytes: all is read at once
DELIMITERS = ",;\t"
_BEYOND_ASCII = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")


@dataclass(frozen=True, order=True)
class Problem:
    """Why a line was refused; the line 0 is the whole file."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True)
class Line:
    """A record of a file: the line on which it begins, and its cells by their column."""

    number: int
    cells: dict[str, str]


@dataclass
class Sheet:
    """What could be read of a file, and what could not."""

    name: str
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # columns that the mapping leaves aside
    records: int = 0  # lines below the header

    def refuse(self, line: int, reason: str) -> None:
        self.problems.append(Problem(self.name, line, reason))


def read(path: Path, *, needed: Collection[str], wanted: Collection[str]) -> Sheet:
    """Read the columns that are wanted, of which those needed must be there.

    A line with too many or too few cells is refused alone. Where quotes are out of step,
    nothing that follows can be trusted: reading stops there.
    """
    sheet = Sheet(path.name)
    try:
        text = _text(path)
        records = _records(text)
        header = _header(records, needed)
        sheet.unread = [name for name in header if name and name not in wanted]
        _read_lines(sheet, records, header, set(wanted) & set(header))
    except FileRefused as refused:
        sheet.refuse(refused.line, str(refused))
    return sheet


def _read_lines(
    sheet: Sheet, records: Iterator[tuple[int, list[str]]], header: list[str], wanted: set[str]
) -> None:
    places = {name: header.index(name) for name in wanted}
    for number, cells in records:
        sheet.records += 1
        if len(cells) != len(header):
            sheet.refuse(number, _another_length(len(cells), len(header)))
        elif any("\0" in cell for cell in cells):
            sheet.refuse(number, _("un caractère nul (code 0) : le fichier est abîmé"))
        else:
            sheet.lines.append(Line(number, {name: cells[at] for name, at in places.items()}))


def _another_length(found: int, expected: int) -> str:
    return str(
        ngettext(
            "%(num)s cellule au lieu de %(expected)s",
            "%(num)s cellules au lieu de %(expected)s",
            found,
            expected=expected,
        )
    )


def _header(records: Iterator[tuple[int, list[str]]], needed: Collection[str]) -> list[str]:
    _number, cells = next(records, (1, []))
    header = [name.strip() for name in cells]
    missing = [name for name in needed if name not in header]
    if missing:
        raise FileRefused(
            _(
                "il manque la colonne %(missing)s ; le fichier a : %(found)s",
                missing=", ".join(missing),
                found=", ".join(filter(None, header))[:300] or "—",
            ),
            line=1,
        )
    twice = [name for name in needed if header.count(name) > 1]
    if twice:
        raise FileRefused(_("deux colonnes portent le nom %(name)s", name=twice[0]), line=1)
    return header


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the number of the line on which it begins (RFC 4180).

    A last line without its end may have lost more than that, and no one could tell.
    """
    source = StringIO(text, newline="")
    reader = csv.reader(source, delimiter=_delimiter(text), strict=True)
    is_whole = text.endswith(("\n", "\r"))
    start = 1
    try:
        for cells in reader:
            if not is_whole and source.tell() == len(text):
                raise FileRefused(_last_line_without_end(), line=start)
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused(_quotes_out_of_step(), line=start) from error


def _last_line_without_end() -> str:
    said: str = _(
        "la dernière ligne n’a pas de fin de ligne : le fichier a peut-être été coupé. "
        "S’il est complet, ajoutez un retour à la ligne à la fin"
    )
    return said


def _quotes_out_of_step() -> str:
    said: str = _(
        "un guillemet ouvert ici n’est pas bien refermé (ou la cellule dépasse 131 072 signes) : "
        "le fichier est coupé ou abîmé, la suite n’a pas été lue"
    )
    return said


def _delimiter(text: str) -> str:
    """Return the delimiter that the header has most of: it holds no sentence that could mislead."""
    header = re.match("[^\r\n]*", text)
    return max(DELIMITERS, key=header[0].count) if header else ","


def _text(path: Path) -> str:
    content = _content(path)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content[:2]:
        raise FileRefused(
            _("le fichier est en UTF-16 : enregistrez-le en « CSV UTF-8 » et recommencez")
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _windows_text(content, error)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise FileRefused(_("plus de 100 Mo : coupez ce fichier en plusieurs dossiers"))
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(_("lecture impossible : %(why)s", why=error.strerror)) from error
    if not content.strip():
        raise FileRefused(_("le fichier est vide"))
    return content


def _windows_text(content: bytes, error: UnicodeDecodeError) -> str:
    """Decode what is not UTF-8 as Windows-1252, but not what is UTF-8 for a good part.

    That would turn every « é » of the file into « Ã© ».
    """
    line = content.count(b"\n", 0, error.start) + 1
    if error.reason == "unexpected end of data":
        raise FileRefused(_("le fichier est coupé au milieu d’un caractère"), line=line)
    if _BEYOND_ASCII.search(content.decode("utf-8", "surrogateescape")):
        raise FileRefused(
            _("encodage mélangé : le fichier est en UTF-8, mais pas à cette ligne"), line=line
        )
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as other:
        raise FileRefused(
            _("encodage inconnu, ni UTF-8 ni Windows-1252"),
            line=content.count(b"\n", 0, other.start) + 1,
        ) from other
