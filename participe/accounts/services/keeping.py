"""Keeping what a visitor was about to do until they have signed in, and giving it out once."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update

from participe.accounts import queries
from participe.accounts.models import Intention
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel import limits
from participe.kernel.codes import hash_token, random_token

# Somebody else may sit at this computer later: what was kept is then no longer theirs to do.
KEPT_FOR = timedelta(hours=1)
# Anybody can have something kept: this much of it, in a commune and an hour, is no flood.
KEPT = limits.Limit("kept intentions", 1000, timedelta(hours=1))


def keep(commune: Commune, kind: str, payload: dict[str, Any], *, at: datetime) -> str:
    """Keep what is about to be done, and return the key that gives it back; forget what is old."""
    commune_id = commune.id
    limits.spend(db.session, KEPT, commune_id, at)
    db.session.execute(delete(Intention).where(Intention.created_at < at - KEPT_FOR))
    key = random_token()
    db.session.add(
        Intention(
            key_hash=hash_token(key),
            commune_id=commune_id,
            kind=kind,
            payload=json.dumps(payload),
            created_at=at,
        )
    )
    db.session.flush()
    return key


def find(commune: Commune, key: str, *, at: datetime) -> Intention | None:
    """Return what is kept under a key and not done yet."""
    return queries.find_intention(commune, hash_token(key), at - KEPT_FOR)


def give_again(commune: Commune, intention_id: int) -> str | None:
    """Return a new key to what is kept for somebody, the only one from now on; None if gone."""
    key = random_token()
    found = db.session.scalar(
        update(Intention)
        .where(
            Intention.id == intention_id,
            Intention.commune_id == commune.id,
            Intention.done_at.is_(None),
        )
        .values(key_hash=hash_token(key))
        .returning(Intention.id)
    )
    return key if found else None


def take(intention: Intention, *, at: datetime) -> bool:
    """Take what was kept to do it now; False when another request has taken it already."""
    taken = db.session.scalar(
        update(Intention)
        .where(Intention.id == intention.id, Intention.done_at.is_(None))
        .values(done_at=at)
        .returning(Intention.id)
    )
    return taken is not None


def drop(commune: Commune, key: str, *, at: datetime) -> None:
    """Forget what was kept: its person does not want it any more."""
    intention = find(commune, key, at=at)
    if intention is not None:
        db.session.delete(intention)
        db.session.flush()
