"""What one line of each file says, in our words; raises LineRefused for what cannot be kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from participe.discussions.models import Position
from participe.exchange.errors import LineRefused
from participe.exchange.models import RowKind
from participe.exchange.services.files import Line
from participe.exchange.services.mappings import REQUIRED, Table
from participe.kernel import typed
from participe.kernel.clock import BRUSSELS
from participe.kernel.html import MAX_LENGTH, TextFormat, clean_line, clean_text

LONGEST_LINE = 300  # characters; the longest title of a real consultation has 236
LONGEST_COMMENT = 20_000
MOST_VOTES = 999_999_999
OLDEST_YEAR = 1990  # an earlier date is a slip of the keyboard

YES = frozenset({"oui", "yes", "true", "vrai", "1"})
NO = frozenset({"", "non", "no", "false", "faux", "0"})
POSITIONS = {
    "": None,
    "pour": Position.FOR,
    "for": Position.FOR,
    "contre": Position.AGAINST,
    "against": Position.AGAINST,
    "question": Position.QUESTION,
}


@dataclass(frozen=True)
class PersonRow:
    """Somebody who wrote or supported; without a name, a pseudonym will be given."""

    line: int
    id: str
    name: str


@dataclass(frozen=True)
class PropositionRow:
    """A proposition; `votes` are those another platform had counted: for, mixed, against."""

    line: int
    id: str
    title: str
    body: str
    text_format: TextFormat
    author_id: str
    published_at: datetime
    theme: str
    locality: str
    hidden_reason: str | None
    votes: tuple[int, int, int] | None


@dataclass(frozen=True)
class CommentRow:
    """A comment on a proposition or, with a parent, a reply."""

    line: int
    id: str
    proposition_id: str
    parent_id: str
    author_id: str
    position: Position | None
    body: str
    published_at: datetime
    hidden_reason: str | None


@dataclass(frozen=True)
class SupportRow:
    """One person's support of one proposition."""

    line: int
    proposition_id: str
    person_id: str
    given_at: datetime

    @property
    def id(self) -> str:
        """Return what tells it from others: no cleaned identifier holds a tabulation."""
        return f"{self.proposition_id}\t{self.person_id}"


Row = PersonRow | PropositionRow | CommentRow | SupportRow


class _Fields:
    """The fields of one line, and what can be asked of each."""

    def __init__(self, table: Table, line: Line, now: datetime) -> None:
        self.table, self.now = table, now
        self.found = table.fields(line.cells)

    def line(self, name: str, longest: int = LONGEST_LINE) -> str:
        return self._fitting(name, clean_line(self.found.get(name, "")), longest)

    def text(self, name: str, longest: int) -> str:
        return self._fitting(name, clean_text(self.found.get(name, "")).strip(), longest)

    def moment(self, name: str) -> datetime:
        """Return an instant: that of Brussels without a time zone, midnight without an hour."""
        written = typed.plain_line(self.line(name))
        try:
            moment = (
                datetime.strptime(written, self.table.dates)  # noqa: DTZ007 -- just below
                if self.table.dates
                else datetime.fromisoformat(written)
            )
        except ValueError as error:
            raise self._refused(name, _("« %(date)s » n’est pas une date", date=written)) from error
        if not OLDEST_YEAR <= moment.year <= self.now.year + 1:
            raise self._refused(name, _("l’année %(year)s est impossible", year=moment.year))
        aware = moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)
        if aware > self.now:
            raise self._refused(name, _("%(date)s est dans le futur", date=written))
        return aware

    def flag(self, name: str) -> bool:
        written = self.line(name).lower()
        if written not in YES | NO:
            raise self._refused(name, _("« %(value)s » n’est ni oui ni non", value=written))
        return written in YES

    def number(self, name: str) -> int | None:
        written = self.line(name)
        if not written:
            return None
        if not (written.isascii() and written.isdecimal()) or int(written) > MOST_VOTES:
            raise self._refused(
                name, _("« %(value)s » n’est pas un nombre entier", value=written[:60])
            )
        return int(written)

    def position(self, name: str) -> Position | None:
        written = self.line(name).lower()
        if written not in POSITIONS:
            expected = "pour, contre, question"
            raise self._refused(
                name,
                _(
                    "« %(value)s » n’est pas une position (%(expected)s, ou rien)",
                    value=written,
                    expected=expected,
                ),
            )
        return POSITIONS[written]

    def _fitting(self, name: str, value: str, longest: int) -> str:
        if not value and name in REQUIRED[self.table.kind]:
            raise self._refused(name, _("rien n’est écrit, il faut une valeur"))
        if len(value) > longest:
            raise self._refused(
                name, _("%(length)s signes, %(most)s au plus", length=len(value), most=longest)
            )
        return value

    def _refused(self, name: str, reason: str) -> LineRefused:
        return LineRefused(f"{', '.join(self.table.columns.get(name, (name,)))} : {reason}")


def parse(table: Table, line: Line, now: datetime) -> Row:
    """Return what a line says, of the kind of its table; `now` is the latest date possible."""
    return _PARSERS[table.kind](_Fields(table, line, now), line.number)


def _person(fields: _Fields, line: int) -> PersonRow:
    return PersonRow(line, fields.line("id"), fields.line("name"))


def _proposition(fields: _Fields, line: int) -> PropositionRow:
    return PropositionRow(
        line,
        fields.line("id"),
        fields.line("title"),
        fields.text("body", MAX_LENGTH),
        fields.table.text_format,
        fields.line("author_id"),
        fields.moment("created_at"),
        fields.line("theme"),
        fields.line("locality"),
        _hidden_reason(fields),
        _votes(fields),
    )


def _comment(fields: _Fields, line: int) -> CommentRow:
    return CommentRow(
        line,
        fields.line("id"),
        fields.line("proposition_id"),
        fields.line("parent_id"),
        fields.line("author_id"),
        fields.position("position"),
        fields.text("body", LONGEST_COMMENT),
        fields.moment("created_at"),
        _hidden_reason(fields),
    )


def _support(fields: _Fields, line: int) -> SupportRow:
    return SupportRow(
        line, fields.line("proposition_id"), fields.line("person_id"), fields.moment("created_at")
    )


def _hidden_reason(fields: _Fields) -> str | None:
    """Return the sentence that everyone reads instead of a hidden text; None if it is public."""
    if not fields.flag("hidden"):
        return None
    return fields.line("hidden_reason") or _(
        "Ce texte avait été masqué sur la plateforme d’origine."
    )


def _votes(fields: _Fields) -> tuple[int, int, int] | None:
    """Return the votes counted elsewhere; a count not given is 0 where another one is."""
    counts = [fields.number(f"votes_{side}") for side in ("for", "mixed", "against")]
    if counts == [None, None, None]:
        return None
    favour, mixed, against = (count or 0 for count in counts)
    return favour, mixed, against


_PARSERS: Mapping[RowKind, Callable[[_Fields, int], Row]] = {
    RowKind.PERSON: _person,
    RowKind.PROPOSAL: _proposition,
    RowKind.COMMENT: _comment,
    RowKind.SUPPORT: _support,
}
