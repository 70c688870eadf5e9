"""Who works in a space, and which communes it serves besides its own."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete

from participe.accounts.models import Person
from participe.assistance.errors import SpaceHasSessions
from participe.assistance.models.places import SpaceCommune, SpaceFacilitator
from participe.assistance.queries import places
from participe.assistance.queries import sessions as queries
from participe.assistance.services import sessions
from participe.communes.models import Commune, DigitalSpace
from participe.extensions import db


def set_facilitators(space: DigitalSpace, commune: Commune, person_ids: Collection[int]) -> None:
    """Say who of a commune works in a space; those of other communes are not touched."""
    before = places.facilitators_in(commune).get(space.id, set())
    for person_id in set(person_ids) - before:
        db.session.add(SpaceFacilitator(space_id=space.id, person_id=person_id))
    db.session.execute(
        delete(SpaceFacilitator).where(
            SpaceFacilitator.space_id == space.id,
            SpaceFacilitator.person_id.in_(before - set(person_ids)),
        )
    )
    db.session.flush()


def set_communes(space: DigitalSpace, commune_ids: Collection[int]) -> None:
    """Say which other communes a space serves; whoever works there for one it leaves, leaves."""
    before = {commune.id for commune in places.communes_served(space)}
    for commune_id in set(commune_ids) - before - {space.commune_id}:
        db.session.add(SpaceCommune(space_id=space.id, commune_id=commune_id))
    left = before - set(commune_ids)
    db.session.execute(
        delete(SpaceCommune).where(
            SpaceCommune.space_id == space.id, SpaceCommune.commune_id.in_(left)
        )
    )
    db.session.execute(
        delete(SpaceFacilitator).where(
            SpaceFacilitator.space_id == space.id,
            SpaceFacilitator.person_id.in_(places.ids_of_people(left)),
        )
    )
    db.session.flush()


def leave(person: Person, *, at: datetime) -> None:
    """Take somebody who left off every space; what only they could have opened is called off.

    Their sessions stay, of a person without a name.
    """
    db.session.execute(delete(SpaceFacilitator).where(SpaceFacilitator.person_id == person.id))
    for session in queries.led_by(person):
        others = {one.person_id for one in session.colleagues} - {person.id}
        if session.is_planned and not others:
            sessions.cancel(session, by=person, at=at)


def forget(space: DigitalSpace) -> None:
    """Let a space go, unless sessions took place or are planned there."""
    if queries.exist_in(space):
        raise SpaceHasSessions
    for table in (SpaceFacilitator, SpaceCommune):
        db.session.execute(delete(table).where(table.space_id == space.id))
