"""Papers typed in twice, by two people, where a commune asks: nothing counts before both agree."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from participe.accounts.models import Account
from participe.assistance.errors import BatchWaiting, NothingWaits, TypedByYou
from participe.assistance.events import PapersForgotten, PapersTyped
from participe.assistance.models.papers import PaperRow
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import papers as queries
from participe.assistance.queries import sessions
from participe.assistance.services import paper_remarks, papers
from participe.assistance.services.papers import Entry, Sheet
from participe.extensions import db
from participe.kernel import events

COMPARED = ("name", "title", "body", "supports", "remarks")


def keep(
    session: AssistedSession, sheets: Mapping[int, Sheet], *, by: Account, at: datetime
) -> None:
    """Keep a first typing, by the place of each paper; raises while another one waits."""
    sessions.lock(session)
    papers.ensure_takes_papers(session, at)
    if queries.waiting(session):
        raise BatchWaiting
    for place, sheet in sheets.items():
        row = PaperRow(session_id=session.id, place=place, typed_by_id=by.id, typed_at=at)
        for name, value in values_of(sheet).items():
            setattr(row, name, value)
        db.session.add(row)
    db.session.flush()
    events.publish(PapersTyped(session, by, len(sheets), at))


def ensure_second(rows: Sequence[PaperRow], by: Account) -> None:
    """Raise unless papers wait, and this is not who typed them first.

    Papers that wait since the commune asked for two typings do not wait for ever where nobody
    else types: once it asks for one again, whoever typed them may end it.
    """
    if not rows:
        raise NothingWaits
    if waits_for_another(rows, by):
        raise TypedByYou


def waits_for_another(rows: Sequence[PaperRow], by: Account) -> bool:
    """Tell whether papers wait for somebody else than this person to type them."""
    return any(row.typed_by_id == by.id and row.session.commune.types_papers_twice for row in rows)


def differences(row: PaperRow | None, sheet: Sheet | None) -> list[str]:
    """Return in what two typings of one paper differ: the names of the fields, or all."""
    if row is None or sheet is None:
        return list(COMPARED)
    second = values_of(sheet)
    return [name for name in COMPARED if getattr(row, name) != second[name]]


def settle(
    session: AssistedSession, sheets: Mapping[int, Sheet], *, by: Account, at: datetime
) -> dict[int, Entry]:
    """Enter what both agree on, by the id of the row compared; what a rule refuses goes on waiting.

    Returns the entries by the place of each paper. What somebody else settled or forgot since it
    was compared is not entered again.
    """
    papers.hold(session, list(sheets.values()))
    rows = [row for row in queries.waiting(session) if row.id in sheets]
    ensure_second(rows, by)
    entries = papers.enter_all(session, [sheets[row.id] for row in rows], by=by, at=at)
    found = {}
    for row, entry in zip(rows, entries, strict=True):
        found[row.place] = entry
        if entry.participant is not None:
            db.session.delete(row)
    db.session.flush()
    return found


def give_up(session: AssistedSession, *, by: Account, at: datetime) -> None:
    """Forget a first typing: its papers are typed in anew."""
    sessions.lock(session)
    rows = queries.waiting(session)
    for row in rows:
        db.session.delete(row)
    db.session.flush()
    if rows:
        events.publish(PapersForgotten(session, by, len(rows), at))


def values_of(sheet: Sheet) -> dict[str, str]:
    """Return a sheet as it is kept and compared."""
    numbers = ", ".join(map(str, sheet.supports))
    return {
        "name": sheet.name,
        "title": sheet.title,
        "body": sheet.body,
        "supports": numbers,
        "remarks": paper_remarks.as_typed(sheet.remarks),
    }
