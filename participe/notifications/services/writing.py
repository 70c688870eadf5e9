"""Writing letters to the outbox, in the transaction of the event that causes them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from markupsafe import escape

from participe.accounts.models import Account, name_of_who_left
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel import clock
from participe.notifications.composing import compose
from participe.notifications.models import (
    STOPPABLE,
    Letter,
    LetterKind,
    LetterPreference,
    Reader,
)
from participe.notifications.queries import letters as queries

# Follow-ups arrive when people are awake (interface.md, section 7).
FIRST_HOUR, LAST_HOUR = 8, 20
STRANGERS_KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Subject:
    """What a letter is about: its kind, the event it tells (for ever the same words), and when."""

    kind: LetterKind
    event: str  # “answer:12:2”: the letter of one event to one reader is written once
    commune: Commune | None
    at: datetime
    not_before: datetime | None = None
    values: dict[str, Any] = field(default_factory=dict)


def write(subject: Subject, readers: Iterable[Reader]) -> int:
    """Write one letter to each reader who did not stop this kind, and return how many."""
    chosen = _not_told_yet(subject, _not_stopped(subject.kind, list(readers)))
    for reader in chosen:
        words = compose(
            subject.kind,
            commune=subject.commune,
            reason=reader.reason,
            person_id=reader.person_id,
            **subject.values,
        )
        db.session.add(
            Letter(
                commune_id=subject.commune.id if subject.commune else None,
                person_id=reader.person_id,
                kind=subject.kind,
                dedup_key=_key(subject, reader),
                recipient=reader.email,
                subject=words.subject,
                body_text=words.text,
                body_html=words.html,
                written_at=subject.at,
                not_before=subject.not_before or subject.at,
            )
        )
    db.session.flush()
    return len(chosen)


def in_waking_hours(at: datetime) -> datetime:
    """Return this instant, or the next morning's first hour when people sleep."""
    local = at.astimezone(clock.BRUSSELS)
    if local.hour < FIRST_HOUR:
        return clock.at_hour(local.date(), FIRST_HOUR)
    if local.hour >= LAST_HOUR:
        return clock.at_hour(local.date() + timedelta(days=1), FIRST_HOUR)
    return at


def cancel(event: str, *, at: datetime) -> None:
    """Keep the letters about an event that was undone from leaving."""
    for letter in queries.unsent_with_key(f"{event}/"):
        letter.cancelled_at = at
    db.session.flush()


def stop(person: Account, kinds: Iterable[LetterKind], *, at: datetime) -> None:
    """Stop some kinds of letters for a person; what is stopped already stays so."""
    stopped = queries.stopped_by(person)
    for kind in set(kinds) & set(STOPPABLE) - stopped:
        db.session.add(LetterPreference(person_id=person.id, kind=kind, stopped_at=at))
    db.session.flush()


def choose(person: Account, wanted: Iterable[LetterKind], *, at: datetime) -> None:
    """Let a person receive exactly these of the kinds that may be stopped."""
    queries.forget_preferences(person)
    stop(person, set(STOPPABLE) - set(wanted), at=at)


def _not_stopped(kind: LetterKind, readers: list[Reader]) -> list[Reader]:
    if kind not in STOPPABLE:
        return readers
    stopped = queries.who_stopped(kind, [r.person_id for r in readers if r.person_id])
    return [reader for reader in readers if reader.person_id not in stopped]


def _not_told_yet(subject: Subject, readers: list[Reader]) -> list[Reader]:
    """Keep the first of several reasons to write to a person, and nobody written to before."""
    first = {_key(subject, reader): reader for reader in reversed(readers)}
    told = queries.keys_among(first)
    return [reader for key, reader in reversed(first.items()) if key not in told]


def _forget_name(person: Account) -> None:
    """Name somebody who is erased no more in the letters to others, those that wait included."""
    for letter in queries.naming(person):
        letter.body_text = _renamed(letter.body_text, person.display_name)
        letter.body_html = _renamed(letter.body_html, str(escape(person.display_name)))
    db.session.flush()


def _renamed(words: str, name: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", name_of_who_left(), words)


def _key(subject: Subject, reader: Reader) -> str:
    whom = f"person:{reader.person_id}" if reader.person_id else f"email:{reader.email}"
    return f"{subject.event}/{whom}"


def forget(person: Account) -> None:
    """Remove every letter to a person, their choices about letters, and their name in others'."""
    queries.forget_letters(person)
    queries.forget_preferences(person)
    if person.display_name and person.has_account:
        _forget_name(person)


def forget_strangers(at: datetime) -> None:
    """Remove what was written to addresses of no account, some time after it left."""
    queries.forget_letters_to_nobody(at - STRANGERS_KEPT_FOR)
