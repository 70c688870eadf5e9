"""Reads about letters."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select

from participe.accounts.models import Account
from participe.communes.models import Commune
from participe.extensions import db
from participe.notifications.models import NAMING, Letter, LetterKind, LetterPreference


def next_due(at: datetime) -> Letter | None:
    """Return the letter to be sent first, kept from other workers until the transaction ends.

    A letter that another worker claimed waits until the claim has run out.
    """
    return db.session.scalars(
        select(Letter)
        .where(
            Letter.sent_at.is_(None),
            Letter.given_up_at.is_(None),
            Letter.cancelled_at.is_(None),
            Letter.not_before <= at,
            or_(Letter.claimed_until.is_(None), Letter.claimed_until <= at),
        )
        .order_by(Letter.not_before, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()


def find(letter_id: int) -> Letter | None:
    return db.session.get(Letter, letter_id)


def unsent_with_key(prefix: str) -> Sequence[Letter]:
    """Return the letters about one event that have not left; `prefix` names the event."""
    return db.session.scalars(
        select(Letter).where(
            Letter.dedup_key.startswith(prefix, autoescape=True), Letter.sent_at.is_(None)
        )
    ).all()


def was_told(event: str) -> bool:
    """Tell whether anybody was written to about an event."""
    about = select(Letter.id).where(Letter.dedup_key.startswith(f"{event}/", autoescape=True))
    return db.session.scalar(about.limit(1)) is not None


def keys_among(keys: Iterable[str]) -> set[str]:
    """Return which of these letters were written already."""
    return set(db.session.scalars(select(Letter.dedup_key).where(Letter.dedup_key.in_(keys))))


def who_stopped(kind: LetterKind, people: Iterable[int]) -> set[int]:
    """Return who among these people stopped this kind of letter."""
    return set(
        db.session.scalars(
            select(LetterPreference.person_id).where(
                LetterPreference.kind == kind, LetterPreference.person_id.in_(people)
            )
        )
    )


def stopped_by(person: Account) -> set[LetterKind]:
    return set(
        db.session.scalars(
            select(LetterPreference.kind).where(LetterPreference.person_id == person.id)
        )
    )


def newest(commune: Commune, limit: int) -> Sequence[Letter]:
    """Return the last letters of a commune, the newest on top."""
    return db.session.scalars(
        select(Letter)
        .where(Letter.commune_id == commune.id)
        .order_by(Letter.id.desc())
        .limit(limit)
    ).all()


def count_waiting(at: datetime) -> int:
    """Count the letters that should have left by now."""
    return db.session.scalars(
        select(func.count()).where(
            Letter.sent_at.is_(None),
            Letter.given_up_at.is_(None),
            Letter.cancelled_at.is_(None),
            Letter.not_before <= at,
        )
    ).one()


def count_given_up() -> int:
    return db.session.scalars(select(func.count()).where(Letter.given_up_at.is_not(None))).one()


def forget_letters_to_nobody(before: datetime) -> None:
    """Remove the old letters to addresses that belong to no account, sent or given up."""
    over = or_(Letter.sent_at < before, Letter.given_up_at < before, Letter.cancelled_at < before)
    db.session.execute(delete(Letter).where(Letter.person_id.is_(None), over))


def forget_preferences(person: Account) -> None:
    db.session.execute(delete(LetterPreference).where(LetterPreference.person_id == person.id))


def forget_letters(person: Account) -> None:
    """Remove the letters to a person, and those to their address from before they signed in.

    The same address may be another account's in another commune, whose letters wait.
    """
    to_nobody = and_(
        Letter.person_id.is_(None),
        Letter.commune_id == person.commune_id,
        Letter.recipient == person.email,
    )
    db.session.execute(delete(Letter).where(or_(Letter.person_id == person.id, to_nobody)))


def to_person(person: Account) -> Sequence[Letter]:
    """Return every letter to a person that is kept, the newest first."""
    return db.session.scalars(
        select(Letter).where(Letter.person_id == person.id).order_by(Letter.id.desc())
    ).all()


def naming(person: Account) -> Sequence[Letter]:
    """Return the letters to others that may say this person's name."""
    return db.session.scalars(
        select(Letter).where(
            Letter.commune_id == person.commune_id,
            Letter.kind.in_(NAMING),
            Letter.body_text.contains(person.display_name, autoescape=True),
        )
    ).all()


def preferences_of(person: Account) -> Sequence[LetterPreference]:
    """Return what a person has stopped, the first first."""
    return db.session.scalars(
        select(LetterPreference)
        .where(LetterPreference.person_id == person.id)
        .order_by(LetterPreference.stopped_at, LetterPreference.id)
    ).all()
