"""Who works in a space, and which communes it serves besides its own.

The lock of the space is taken first, then those of sessions, by number; the journals come last.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete

from participe.accounts.models import Account, Person
from participe.assistance import policies
from participe.assistance.errors import SpaceHasSessions
from participe.assistance.events import FacilitatorAdded, FacilitatorRemoved
from participe.assistance.models.places import SpaceCommune, SpaceFacilitator
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import places
from participe.assistance.queries import sessions as queries
from participe.assistance.services import journal, sessions
from participe.communes.models import Commune, DigitalSpace
from participe.extensions import db
from participe.kernel import events


def set_facilitators(
    space: DigitalSpace,
    commune: Commune,
    person_ids: Collection[int],
    *,
    by: Person,
    at: datetime,
) -> None:
    """Say who of a commune works in a space; those of other communes are not touched."""
    places.lock(space)
    before = places.facilitators_in(commune).get(space.id, set())
    added = sorted(set(person_ids) - before)
    db.session.add_all(SpaceFacilitator(space_id=space.id, person_id=one) for one in added)
    db.session.flush()
    for person_id in added:
        person = db.session.get_one(Account, person_id)
        events.publish(FacilitatorAdded(space, person, by, at))
    _remove(
        SpaceFacilitator.space_id == space.id,
        SpaceFacilitator.person_id.in_(before - set(person_ids)),
        by=by,
        at=at,
    )


def set_communes(
    space: DigitalSpace, commune_ids: Collection[int], *, by: Person, at: datetime
) -> list[AssistedSession]:
    """Say which other communes a space serves; whoever works there for one it leaves, leaves.

    What those communes planned there could be opened no more: it is called off, and returned.
    What is under way there goes on.
    """
    places.lock(space)
    before = {commune.id for commune in places.communes_served(space)}
    for commune_id in set(commune_ids) - before - {space.commune_id}:
        db.session.add(SpaceCommune(space_id=space.id, commune_id=commune_id))
    left = before - set(commune_ids)
    db.session.execute(
        delete(SpaceCommune).where(
            SpaceCommune.space_id == space.id, SpaceCommune.commune_id.in_(left)
        )
    )
    db.session.flush()
    coming = _hold(queries.coming_in(space, left, at))
    for commune_id in sorted(left):  # several journals, in the one order that cannot cross
        journal.hold(commune_id)
    for session in coming:
        sessions.cancel(session, by=by, at=at)
    _remove(
        SpaceFacilitator.space_id == space.id,
        SpaceFacilitator.person_id.in_(places.ids_of_people(left)),
        by=by,
        at=at,
    )
    return coming


def leave(person: Account, *, by: Person, at: datetime) -> None:
    """Take somebody off every space; what only they could have opened is called off.

    Their sessions stay; once they have left the platform, those of a person without a name.
    """
    alone = [one for one in queries.led_by(person) if not _others_may_run(one, person)]
    for session in _hold([one for one in alone if one.is_planned]):
        sessions.cancel(session, by=by, at=at)
    _remove(SpaceFacilitator.person_id == person.id, by=by, at=at)


def forget(space: DigitalSpace, *, at: datetime) -> None:
    """Let a space go, unless sessions took place or are planned there."""
    places.lock(space)
    if queries.exist_in(space):
        raise SpaceHasSessions
    _remove(SpaceFacilitator.space_id == space.id, by=None, at=at)
    db.session.execute(delete(SpaceCommune).where(SpaceCommune.space_id == space.id))


def _others_may_run(session: AssistedSession, person: Account) -> bool:
    """Tell whether somebody else may: a colleague for a neighbour commune may not."""
    others = [one.person for one in session.colleagues if one.person_id != person.id]
    return any(policies.may_run(one, session) for one in others)


def _hold(planned: Sequence[AssistedSession]) -> list[AssistedSession]:
    """Lock sessions, and return those that still wait: one may have been opened meanwhile."""
    for session in sorted(planned, key=lambda one: one.id):
        queries.lock(session)
    return [session for session in planned if session.is_planned]


def _remove(*which: ColumnElement[bool], by: Person | None, at: datetime) -> None:
    """Take facilitators out of spaces, and tell of each that was there."""
    removed = db.session.execute(
        delete(SpaceFacilitator)
        .where(*which)
        .returning(SpaceFacilitator.person_id, SpaceFacilitator.space_id)
    )
    for person_id, space_id in sorted(removed):
        person = db.session.get_one(Account, person_id)
        space = db.session.get_one(DigitalSpace, space_id)
        events.publish(FacilitatorRemoved(space, person, by, at))
