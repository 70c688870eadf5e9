"""Reads about spaces: which communes they serve, and who works in them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from participe.accounts.models import Account
from participe.assistance.models.places import SpaceCommune, SpaceFacilitator
from participe.communes.models import Commune, DigitalSpace
from participe.extensions import db


def serving(commune: Commune) -> Sequence[DigitalSpace]:
    """Return the spaces in which people of this commune are helped, its own first, by name."""
    return db.session.scalars(
        select(DigitalSpace)
        .where(or_(DigitalSpace.commune_id == commune.id, DigitalSpace.id.in_(_lent_to(commune))))
        .options(joinedload(DigitalSpace.commune))
        .order_by(DigitalSpace.commune_id != commune.id, DigitalSpace.name, DigitalSpace.id)
    ).all()


def find_serving(commune: Commune, space_id: int) -> DigitalSpace | None:
    return next((space for space in serving(commune) if space.id == space_id), None)


def lock(space: DigitalSpace) -> None:
    """Make others wait who would plan there, or say who works there and for whom.

    Who does so until this transaction ends then sees what it changed.
    """
    db.session.scalars(
        select(DigitalSpace.id).where(DigitalSpace.id == space.id).with_for_update(key_share=True)
    ).one()


def of_facilitator(person: Account, commune: Commune) -> list[DigitalSpace]:
    """Return the spaces in which somebody works for this commune."""
    theirs = set(
        db.session.scalars(
            select(SpaceFacilitator.space_id).where(SpaceFacilitator.person_id == person.id)
        )
    )
    return [space for space in serving(commune) if space.id in theirs]


def all_of(person: Account) -> Sequence[DigitalSpace]:
    """Return every space in which somebody works, whichever communes it serves now."""
    return db.session.scalars(
        select(DigitalSpace)
        .join(SpaceFacilitator, SpaceFacilitator.space_id == DigitalSpace.id)
        .where(SpaceFacilitator.person_id == person.id)
        .order_by(DigitalSpace.name, DigitalSpace.id)
    ).all()


def facilitators_in(commune: Commune) -> dict[int, set[int]]:
    """Return who of this commune works in each space, by ids."""
    found: dict[int, set[int]] = {}
    rows = db.session.scalars(
        select(SpaceFacilitator)
        .join(Account, Account.id == SpaceFacilitator.person_id)
        .where(Account.commune_id == commune.id)
    )
    for row in rows:
        found.setdefault(row.space_id, set()).add(row.person_id)
    return found


def communes_served(space: DigitalSpace) -> Sequence[Commune]:
    """Return the other communes that a space serves, by slug."""
    return db.session.scalars(
        select(Commune)
        .join(SpaceCommune, SpaceCommune.commune_id == Commune.id)
        .where(SpaceCommune.space_id == space.id)
        .order_by(Commune.slug)
    ).all()


def served_by(commune: Commune) -> dict[int, list[Commune]]:
    """Return the other communes that each space of this commune serves, by the space's id."""
    rows = db.session.scalars(
        select(SpaceCommune)
        .join(DigitalSpace, DigitalSpace.id == SpaceCommune.space_id)
        .join(Commune, Commune.id == SpaceCommune.commune_id)
        .where(DigitalSpace.commune_id == commune.id)
        .options(joinedload(SpaceCommune.commune))
        .order_by(Commune.slug)
    )
    found: dict[int, list[Commune]] = {}
    for row in rows:
        found.setdefault(row.space_id, []).append(row.commune)
    return found


def works_in(person_id: int, space_id: int) -> bool:
    found = select(SpaceFacilitator.id).where(
        SpaceFacilitator.person_id == person_id, SpaceFacilitator.space_id == space_id
    )
    return db.session.scalar(found) is not None


def ids_of_people(commune_ids: Collection[int]) -> Select[int]:
    return select(Account.id).where(Account.commune_id.in_(commune_ids))


def _lent_to(commune: Commune) -> Select[Any]:
    return select(SpaceCommune.space_id).where(SpaceCommune.commune_id == commune.id)
