"""How the pages of sessions find what they are about, and who may."""

from dataclasses import replace

from argon2 import Parameters
from flask import abort, current_app

from participe.accounts.session import current_account
from participe.assistance import policies
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import people, sessions
from participe.communes.tenancy import current_commune
from participe.kernel.authorization import require
from participe.kernel.codes import HASHING


def find(session_number: int) -> AssistedSession:
    return sessions.find(current_commune(), session_number) or abort(404)


def find_to_run(session_number: int) -> AssistedSession:
    """Return a session for who runs it; for anybody else the request stops here."""
    session = find(session_number)
    require(policies.may_run(current_account(), session))
    return session


def find_to_read(session_number: int) -> AssistedSession:
    session = find(session_number)
    require(policies.may_read_report(current_account(), session))
    return session


def find_person(session: AssistedSession, place: int) -> Participant:
    return people.find(session, place) or abort(404)


def hashing() -> Parameters:
    """Return how slowly a PIN is hashed on this machine."""
    return replace(
        HASHING,
        memory_cost=current_app.config["CODE_HASH_MEMORY_KIB"],
        time_cost=current_app.config["CODE_HASH_ROUNDS"],
    )
