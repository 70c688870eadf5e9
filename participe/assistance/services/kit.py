"""The session without network: a file that shows cuts and edits, imported once.

The kit holds a key made for its session, and seals with it all lines of its file together. So
a line that was changed, removed or moved, or a file that was cut, shows. Who holds the kit can
seal what they like: it is no proof of who wrote, and the journal says who imported.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from participe.accounts.models import Account
from participe.assistance.errors import (
    CapturedLate,
    FileChanged,
    FileOfAnotherSession,
    FileUnreadable,
    NotBegunYet,
    SessionCancelled,
)
from participe.assistance.events import KitImported, SessionOpened
from participe.assistance.models.papers import KitRecord
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import papers as queries
from participe.assistance.services import papers
from participe.assistance.services.papers import Entry, Sheet
from participe.assistance.wording import people as people_words
from participe.extensions import db
from participe.kernel import events
from participe.kernel.errors import Refusal

VERSION = 1
MOST_LINES = 200
HEAVIEST = 200_000  # bytes of a file
_HEAD = ("participe", "commune", "session")


@dataclass(frozen=True)
class Line:
    """What somebody captured: once by its uuid; a line without a sheet says what is wrong."""

    uuid: str
    captured_at: datetime
    sheet: Sheet | None
    wrong: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a line: its person is new, was there already, or there is none and why."""

    line: Line
    name: str = ""
    is_new: bool = False
    refusal: str = ""


def key_of(session: AssistedSession, secret: str) -> str:
    """Return the key that a kit of this session holds; it opens nothing."""
    named = f"participe kit {session.commune_id}:{session.number}"
    return hmac.new(secret.encode(), named.encode(), hashlib.sha256).hexdigest()


def seal(head: Mapping[str, Any], lines: Sequence[str], key: str) -> str:
    """Sum up a file as the kit does: its head and each line, as they stand."""
    parts = [*(str(head[name]) for name in _HEAD), str(len(lines)), *lines]
    return hmac.new(key.encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def read(session: AssistedSession, content: bytes, key: str) -> list[dict[str, Any]]:
    """Return the lines of a file as they were captured, or raise for the whole of it.

    Raises FileUnreadable for what is cut or no file of ours, FileOfAnotherSession, FileChanged.
    """
    file = _parsed(content)
    lines = file.get("lines")
    is_ours = file.get("participe") == VERSION and isinstance(lines, list)
    if not is_ours or not all(isinstance(line, str) for line in lines or ()):
        raise FileUnreadable
    lines = list(lines or ())
    if len(lines) > MOST_LINES:
        raise FileUnreadable
    if (file.get("commune"), file.get("session")) != (session.commune.slug, session.number):
        raise FileOfAnotherSession
    if not _is_sealed(file, lines, key):
        raise FileChanged
    return [_parsed(line.encode()) for line in lines]


def import_all(
    session: AssistedSession, lines: Sequence[Line], *, by: Account, at: datetime
) -> list[Outcome]:
    """Enter each line that is not there yet, and keep of each what became of it.

    A session that could not be opened for want of network counts as opened at its hour.
    """
    papers.hold(session, [line.sheet for line in lines if line.sheet])
    _ensure_opened(session, by=by, at=at)
    papers.ensure_takes_papers(session, at)
    outcomes = [_import(session, line, by=by, at=at) for line in lines]
    entered = sum(outcome.is_new for outcome in outcomes)
    if entered:
        events.publish(KitImported(session, by, entered, at))
    return outcomes


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(content.decode("utf-8-sig"))
        json.dumps(parsed, ensure_ascii=False).encode()  # half a sign is no text
    except (ValueError, RecursionError):
        raise FileUnreadable from None
    if not isinstance(parsed, dict):
        raise FileUnreadable
    return parsed


def _is_sealed(file: Mapping[str, Any], lines: Sequence[str], key: str) -> bool:
    given = file.get("seal")
    made = seal(file, lines, key)
    return isinstance(given, str) and hmac.compare_digest(given.encode(), made.encode())


def _ensure_opened(session: AssistedSession, *, by: Account, at: datetime) -> None:
    if session.cancelled_at is not None:
        raise SessionCancelled
    if session.opened_at is not None:
        return
    if session.planned_for > at:
        raise NotBegunYet
    session.opened_at = session.planned_for
    session.notice_version = session.notice_version or people_words.NOTICE_VERSION
    session.notice_read_at = session.notice_read_at or session.planned_for
    db.session.flush()
    events.publish(SessionOpened(session, by, at))


def _import(session: AssistedSession, line: Line, *, by: Account, at: datetime) -> Outcome:
    record = queries.find_record(line.uuid)
    if record is not None and record.session_id != session.id:
        return Outcome(line, refusal=str(FileOfAnotherSession()))
    if record is not None and record.participant is not None:
        return Outcome(line, name=record.participant.shown_name)
    record = record or KitRecord(uuid=line.uuid, session_id=session.id)
    try:
        with db.session.begin_nested():
            return _kept(record, session, line, by=by, at=at)
    except IntegrityError:  # imported into another session at the same moment
        return Outcome(line, refusal=str(FileOfAnotherSession()))


def _kept(
    record: KitRecord, session: AssistedSession, line: Line, *, by: Account, at: datetime
) -> Outcome:
    """Enter a line, and keep under its number what became of it."""
    entry = _entered(session, line, by=by, at=at)
    record.captured_at, record.imported_at, record.imported_by_id = line.captured_at, at, by.id
    record.is_late = isinstance(entry.refusal, CapturedLate)
    record.refusal = str(entry.refusal or "")
    record.participant = entry.participant
    db.session.add(record)
    db.session.flush()
    name = entry.participant.shown_name if entry.participant else ""
    return Outcome(line, name=name, is_new=entry.participant is not None, refusal=record.refusal)


def _entered(session: AssistedSession, line: Line, *, by: Account, at: datetime) -> Entry:
    if line.sheet is None:
        return Entry(refusal=Refusal(line.wrong))
    if session.ends_at is not None and line.captured_at > session.ends_at:
        return Entry(refusal=CapturedLate())
    return papers.attempt(session, line.sheet, by=by, at=at, captured_at=line.captured_at)
