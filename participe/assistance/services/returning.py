"""Giving a facilitator's own screen back to them with the PIN of the session."""

from datetime import datetime

from sqlalchemy import update

from participe.accounts.models import Account
from participe.assistance.errors import NotUnderWay, PinSpent, WrongPin
from participe.assistance.events import PinMistyped
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.models.stations import Station
from participe.assistance.services import stations
from participe.extensions import db
from participe.kernel import events
from participe.kernel.codes import verify_short_code
from participe.kernel.database import commit_aside

TRIES = 5


def take_back(station: Station, pin: str, *, at: datetime) -> Account:
    """Return the facilitator whose computer this is, for the view to sign in.

    A try is counted, and that is committed, before the digits are compared: five are compared
    at most, however many requests arrive at once; then only an ordinary sign-in is left. Wrong
    digits leave a line in the journal that stays too; what is not compared leaves none, so that
    nobody fills the journal from a computer that was left alone.
    """
    session = station.session
    if not session.is_open_at(at) or not station.is_facilitators:
        raise NotUnderWay
    pin_hash = _count_try(session)
    commit_aside(db.session)
    if not verify_short_code(pin, pin_hash):
        events.publish(PinMistyped(station, at))
        commit_aside(db.session)
        raise WrongPin(TRIES - session.pin_tries)
    owner = stations.give_back(station, at=at)
    if owner is None:
        raise NotUnderWay
    session.pin_tries = 0
    db.session.flush()
    return owner


def _count_try(session: AssistedSession) -> str:
    counted: str | None = db.session.scalar(
        update(AssistedSession)
        .where(AssistedSession.id == session.id, AssistedSession.pin_tries < TRIES)
        .values(pin_tries=AssistedSession.pin_tries + 1)
        .returning(AssistedSession.pin_hash)
    )
    if counted is None:
        raise PinSpent
    return counted
