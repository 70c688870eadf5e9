"""Reads of the journal of assisted sessions."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participe.assistance.models.journal import JournalChain, JournalEntry
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.reference import Act
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel.pagination import Page, key_of, parse_key

PER_PAGE = 50
AT_ONCE = 500  # lines read at a time when all are


def lock(commune_id: int) -> JournalChain | None:
    """Take the end of a commune's chain, read afresh; other writers wait."""
    return db.session.scalar(
        select(JournalChain)
        .where(JournalChain.commune_id == commune_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def end(commune: Commune) -> tuple[int, str] | None:
    """Return the number and the hash of the last line, as they were noted when it was written."""
    row = db.session.execute(
        select(JournalChain.number, JournalChain.hash).where(JournalChain.commune_id == commune.id)
    ).one_or_none()
    return (row.number, row.hash) if row else None


def all_lines(commune: Commune) -> Iterator[JournalEntry]:
    """Return every line in its order, as it stands in the database now."""
    last: int | None = None
    while True:
        lines = (
            select(JournalEntry)
            .where(JournalEntry.commune_id == commune.id)
            .order_by(JournalEntry.number)
            .limit(AT_ONCE)
            .execution_options(populate_existing=True)
        )
        if last is not None:
            lines = lines.where(JournalEntry.number > last)
        found = db.session.scalars(lines).all()
        yield from found
        if len(found) < AT_ONCE:
            return
        last = found[-1].number


def page(
    commune: Commune, *, session: AssistedSession | None = None, before: str | None = None
) -> Page[JournalEntry]:
    """Return the lines of a commune or of one of its sessions, the last first."""
    key = parse_key(before, 1)
    lines = (
        select(JournalEntry)
        .where(JournalEntry.commune_id == commune.id)
        .options(joinedload(JournalEntry.session), joinedload(JournalEntry.participant))
        .order_by(JournalEntry.number.desc())
        .limit(PER_PAGE + 1)
    )
    if session is not None:
        lines = lines.where(JournalEntry.session_id == session.id)
    if key:
        lines = lines.where(JournalEntry.number < key[0])
    found = db.session.scalars(lines).all()
    shown = found[:PER_PAGE]
    return Page(shown, key_of(shown[-1].number) if len(found) > PER_PAGE else None)


def first_of(session: AssistedSession, act: Act) -> JournalEntry | None:
    """Return the first line of a session that notes this act; a practice has none."""
    return db.session.scalar(
        select(JournalEntry)
        .where(JournalEntry.session_id == session.id, JournalEntry.act == act.value)
        .order_by(JournalEntry.number)
        .limit(1)
    )


def closings(sessions: Sequence[AssistedSession]) -> dict[int, dict[str, Any]]:
    """Return the facts of the closing of each session, by its id: the count that was agreed."""
    lines = db.session.scalars(
        select(JournalEntry).where(
            JournalEntry.session_id.in_([session.id for session in sessions]),
            JournalEntry.act == Act.SESSION_CLOSED.value,
        )
    )
    return {line.session_id: json.loads(line.facts) for line in lines if line.session_id}


def of_sessions(sessions: Sequence[AssistedSession]) -> Sequence[JournalEntry]:
    """Return all lines of some sessions in their order."""
    return db.session.scalars(
        select(JournalEntry)
        .where(JournalEntry.session_id.in_([session.id for session in sessions]))
        .order_by(JournalEntry.number)
    ).all()
