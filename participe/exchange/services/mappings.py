"""How the columns of another platform become ours: mappings, which are TOML without code."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from participe.exchange.errors import LineRefused, MappingUnreadable
from participe.exchange.models import RowKind
from participe.kernel.html import TextFormat

SHIPPED = Path(__file__).parent.parent / "mappings"
STANDARD = "standard"
ANY_OTHER = "*"

SECTIONS = {
    "people": RowKind.PERSON,
    "propositions": RowKind.PROPOSAL,
    "comments": RowKind.COMMENT,
    "supports": RowKind.SUPPORT,
}
REQUIRED = {
    RowKind.PERSON: ("id",),
    RowKind.PROPOSAL: ("id", "title", "author_id", "created_at"),
    RowKind.COMMENT: ("id", "proposition_id", "author_id", "body", "created_at"),
    RowKind.SUPPORT: ("proposition_id", "person_id", "created_at"),
}
_VOTES = ("votes_for", "votes_mixed", "votes_against")
OPTIONAL: dict[RowKind, tuple[str, ...]] = {
    RowKind.PERSON: ("name",),
    RowKind.PROPOSAL: ("body", "theme", "locality", "hidden", "hidden_reason", *_VOTES),
    RowKind.COMMENT: ("parent_id", "position", "hidden", "hidden_reason"),
    RowKind.SUPPORT: (),
}
_TABLE_KEYS = {"file", "columns", "constants", "values", "may_lack", "between", "format", "dates"}


@dataclass(frozen=True)
class Table:
    """How the lines of one file are to be read, for one kind of row.

    `columns` says from which columns of the file each field is taken (several are put
    one after another, `between` them); `values` translates what is found in a field.
    """

    kind: RowKind
    file: str
    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    may_lack: frozenset[str] = frozenset()
    between: Mapping[str, str] = field(default_factory=dict)
    text_format: TextFormat = TextFormat.PLAIN
    dates: str = ""  # as strptime reads them; empty for ISO 8601

    @property
    def needed(self) -> list[str]:
        """Return the columns without which the file cannot be read."""
        sure = (names for name, names in self.columns.items() if name not in self.may_lack)
        return [column for names in sure for column in names]

    @property
    def wanted(self) -> set[str]:
        return {column for names in self.columns.values() for column in names}

    def fields(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Return the fields of a line; raises LineRefused for a value that is not foreseen."""
        found = {
            name: self.between.get(name, "\n").join(
                filter(None, (cells.get(column, "").strip() for column in columns))
            )
            for name, columns in self.columns.items()
        }
        known = {name: self._translated(name, value) for name, value in found.items()}
        return {**self.constants, **{name: value for name, value in known.items() if value}}

    def _translated(self, name: str, value: str) -> str:
        values = self.values.get(name)
        if not values or not value:
            return value
        if value not in values and ANY_OTHER not in values:
            raise LineRefused(
                _(
                    "%(column)s : « %(value)s » n’est pas une valeur prévue (%(expected)s)",
                    column=", ".join(self.columns[name]),
                    value=value[:60],
                    expected=", ".join(values),
                )
            )
        return values.get(value, values.get(ANY_OTHER, ""))


@dataclass(frozen=True)
class Correspondence:
    """A whole mapping: its tables, and how the platform that counted the votes is called."""

    source: str
    tables: Mapping[RowKind, Table]


def shipped() -> list[str]:
    """Return the names of the mappings that come with the package."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load(name_or_file: str = STANDARD) -> Correspondence:
    """Read a mapping that comes with the package, or any file; raises MappingUnreadable."""
    path = SHIPPED / f"{name_or_file}.toml" if name_or_file in shipped() else Path(name_or_file)
    if not path.is_file():
        raise MappingUnreadable(
            _(
                "Aucune correspondance « %(name)s ». Il y a : %(shipped)s, ou un fichier .toml.",
                name=name_or_file,
                shipped=", ".join(shipped()),
            )
        )
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MappingUnreadable(f"{path.name} : {error}") from error
    return _correspondence(written, path.name)


def _correspondence(written: Mapping[str, Any], name: str) -> Correspondence:
    _only(written, {"source", "description", *SECTIONS}, name)
    tables = {
        SECTIONS[section]: _table(SECTIONS[section], written[section], f"{name}, [{section}]")
        for section in SECTIONS
        if section in written
    }
    return Correspondence(str(written.get("source", "")), tables)


def _table(kind: RowKind, written: Any, where: str) -> Table:
    """Read the table of one kind of row; `where` is how a refusal calls it."""
    _only(_dictionary(written, where), _TABLE_KEYS, where)
    table = Table(
        kind,
        _file_name(str(written.get("file", "")), where),
        {name: _listed(columns) for name, columns in _fields(written, "columns", where)},
        {name: str(constant) for name, constant in _fields(written, "constants", where)},
        {name: _words(values, where) for name, values in _fields(written, "values", where)},
        frozenset(map(str, _listed(written.get("may_lack", [])))),
        {name: str(text) for name, text in _fields(written, "between", where)},
        _text_format(written.get("format", TextFormat.PLAIN), where),
        str(written.get("dates", "")),
    )
    _check_fields(table, where)
    return table


def _check_fields(table: Table, where: str) -> None:
    """Refuse fields that do not exist, and the lack of one that every row must have."""
    known = {*REQUIRED[table.kind], *OPTIONAL[table.kind]}
    for named in (table.columns, table.constants, table.values, table.between, table.may_lack):
        _only(named, known, where)
    given = {*table.columns, *table.constants}
    missing = [name for name in REQUIRED[table.kind] if name not in given]
    if missing:
        raise MappingUnreadable(
            _("%(where)s : il manque le champ %(name)s", where=where, name=", ".join(missing))
        )


def _file_name(name: str, where: str) -> str:
    """Return the name of a file of the folder; a mapping reads nothing elsewhere."""
    if not name or name != Path(name).name:
        raise MappingUnreadable(
            _("%(where)s : « file » doit être le nom d’un fichier du dossier", where=where)
        )
    return name


def _text_format(name: Any, where: str) -> TextFormat:
    try:
        return TextFormat(name)
    except ValueError as error:
        expected = ", ".join(TextFormat)
        raise MappingUnreadable(f"{where} : format = {name!r} ({expected})") from error


def _fields(written: Mapping[str, Any], key: str, where: str) -> list[tuple[str, Any]]:
    return list(_dictionary(written.get(key, {}), where).items())


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _words(values: Any, where: str) -> dict[str, str]:
    return {found: str(meant) for found, meant in _dictionary(values, where).items()}


def _dictionary(written: Any, where: str) -> dict[str, Any]:
    if not isinstance(written, dict):
        raise MappingUnreadable(
            _("%(where)s : « %(found)s » devrait être une table", where=where, found=written)
        )
    return written


def _only(written: Iterable[str], known: set[str], where: str) -> None:
    unknown = sorted(set(written) - known)
    if unknown:
        raise MappingUnreadable(
            _(
                "%(where)s : « %(unknown)s » n’existe pas (il y a : %(known)s)",
                where=where,
                unknown=", ".join(unknown),
                known=", ".join(sorted(known)),
            )
        )
