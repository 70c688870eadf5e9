"""Checking an import before anything is written: what is new, what is known, what does not fit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from flask_babel import gettext as _

from participe.exchange.errors import LineRefused, NothingToRead
from participe.exchange.models import RowKind
from participe.exchange.queries import Known, Place
from participe.exchange.services import files, rows
from participe.exchange.services.files import Problem, Sheet
from participe.exchange.services.mappings import Correspondence, Table
from participe.exchange.services.rows import CommentRow, PersonRow, PropositionRow, Row, SupportRow

R = TypeVar("R", PersonRow, PropositionRow, CommentRow, SupportRow)


@dataclass
class Plan:
    """What an import would write: the new rows, by their identifier, and what stands in the way.

    `roots` names, for each new reply, the comment at the top of its thread; `already` counts
    the lines that an earlier import has written.
    """

    known: Known
    people: dict[str, PersonRow] = field(default_factory=dict)
    propositions: dict[str, PropositionRow] = field(default_factory=dict)
    comments: dict[str, CommentRow] = field(default_factory=dict)
    supports: dict[str, SupportRow] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    already: int = 0
    sheets: dict[RowKind, Sheet] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """Return what is wrong, file after file, in the order of their lines."""
        return [problem for sheet in self.sheets.values() for problem in sorted(sheet.problems)]

    @property
    def is_empty(self) -> bool:
        return not self.size

    @property
    def size(self) -> int:
        """Return how many rows are new."""
        return self.texts + len(self.people) + len(self.supports)

    @property
    def texts(self) -> int:
        """Return how many texts are to be cleaned and indexed."""
        return len(self.propositions) + len(self.comments)

    def is_there(self, kind: RowKind, id_: str) -> bool:
        """Tell whether a row is known from before, or will be after this import."""
        new: Mapping[RowKind, Mapping[str, Row]] = {
            RowKind.PERSON: self.people,
            RowKind.PROPOSAL: self.propositions,
        }
        return id_ in new[kind] or id_ in self.known.ids[kind]


def check(folder: Path, correspondence: Correspondence, known: Known, at: datetime) -> Plan:
    """Read the files of a folder and tell what would come of them; writes nothing."""
    plan = Plan(known)
    for kind, table in correspondence.tables.items():
        path = folder / table.file
        if path.exists():
            plan.sheets[kind] = files.read(path, needed=table.needed, wanted=table.wanted)
    if not plan.sheets:
        raise NothingToRead
    accepted = {
        kind: _new_rows(plan, correspondence.tables[kind], at)
        for kind in RowKind
        if kind in plan.sheets
    }
    plan.people = _of_kind(PersonRow, accepted.get(RowKind.PERSON, ()))
    plan.propositions = _fitting(plan, RowKind.PROPOSAL, accepted, PropositionRow)
    plan.comments = _fitting(plan, RowKind.COMMENT, accepted, CommentRow)
    plan.supports = _fitting(plan, RowKind.SUPPORT, accepted, SupportRow)
    _place_replies(plan)
    for sheet in plan.sheets.values():
        sheet.lines.clear()  # said twice, they would be kept twice
    return plan


def _new_rows(plan: Plan, table: Table, at: datetime) -> list[Row]:
    """Return the rows of a file that say something new, each identifier once."""
    sheet, new = plan.sheets[table.kind], list[Row]()
    seen: dict[str, int] = {}
    for line in sheet.lines:
        try:
            row = rows.parse(table, line, at)
        except LineRefused as refused:
            sheet.refuse(line.number, str(refused))
            continue
        if row.id in seen:
            sheet.refuse(line.number, _already_said(row, seen[row.id]))
        elif row.id in plan.known.ids[table.kind]:
            plan.already += 1
        else:
            new.append(row)
        seen.setdefault(row.id, row.line)
    return new


def _already_said(row: Row, line: int) -> str:
    if isinstance(row, SupportRow):
        reason = _(
            "la même personne soutient déjà cette proposition à la ligne %(line)s", line=line
        )
    else:
        reason = _("l’identifiant « %(id)s » est déjà à la ligne %(line)s", id=row.id, line=line)
    return str(reason)


def _of_kind(kind: type[R], found: Iterable[Row]) -> dict[str, R]:
    return {row.id: row for row in found if isinstance(row, kind)}


def _fitting(
    plan: Plan, kind: RowKind, accepted: Mapping[RowKind, list[Row]], row_type: type[R]
) -> dict[str, R]:
    """Return the rows whose author and proposition are there, and refuse the others."""
    fitting = _of_kind(row_type, accepted.get(kind, ()))
    for row in list(fitting.values()):
        missing = _missing(plan, row)
        if missing:
            plan.sheets[kind].refuse(row.line, missing)
            del fitting[row.id]
    return fitting


def _missing(plan: Plan, row: Row) -> str:
    """Return a sentence on the person or the proposition that is not there; "" if all are."""
    person = row.person_id if isinstance(row, SupportRow) else getattr(row, "author_id", "")
    proposition = getattr(row, "proposition_id", None)
    reason = ""
    if not plan.is_there(RowKind.PERSON, person):
        reason = _("la personne « %(id)s » est inconnue (absente ou refusée)", id=person)
    elif proposition is not None and not plan.is_there(RowKind.PROPOSAL, proposition):
        reason = _("la proposition « %(id)s » est inconnue (absente ou refusée)", id=proposition)
    return reason


def _place_replies(plan: Plan) -> None:
    """Find the top of each thread, for a reply to a reply joins it; parents may come later on.

    What is left over answers a comment that is not there, or itself through others.
    """
    waiting = {row.id: row for row in plan.comments.values() if row.parent_id}
    placed = dict(plan.known.threads)
    placed |= {
        row.id: Place(row.proposition_id, row.id)
        for row in plan.comments.values()
        if not row.parent_id
    }
    while ready := [row for row in waiting.values() if row.parent_id in placed]:
        for row in ready:
            del waiting[row.id]
            above = placed[row.parent_id]
            if above.proposition_id == row.proposition_id:
                plan.roots[row.id] = above.root
                placed[row.id] = above
            else:
                _refuse_reply(plan, row, _("répond à un commentaire d’une autre proposition"))
    for row in waiting.values():
        unknown = _("le commentaire « %(id)s » auquel il répond est inconnu", id=row.parent_id)
        _refuse_reply(plan, row, unknown)


def _refuse_reply(plan: Plan, row: CommentRow, reason: str) -> None:
    plan.sheets[RowKind.COMMENT].refuse(row.line, reason)
    del plan.comments[row.id]
