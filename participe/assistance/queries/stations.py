"""Reads about the shared computers of a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import joinedload

from participe.accounts.models import SignIn
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.models.stations import Station
from participe.communes.models import Commune
from participe.extensions import db


@dataclass(frozen=True)
class Board:
    """The computers of a session as its console shows them."""

    stations: Sequence[Station]
    deserted: frozenset[int]  # their ids: somebody began there, and their time is over
    at: datetime

    def is_taken(self, station: Station) -> bool:
        return station.participant_id is not None and station.id not in self.deserted

    def seat_of(self, participant: Participant) -> Station | None:
        """Return the computer at which somebody sits, or that awaits them."""
        seats = (one for one in self.stations if one.participant_id == participant.id)
        return next((one for one in seats if self.is_taken(one)), None)

    @property
    def free(self) -> list[Station]:
        """Return the computers that can be handed to somebody now.

        A facilitator's own is handed with all it shows, not from here.
        """
        return [
            one
            for one in self.stations
            if one.is_joined and not one.is_facilitators and not self.is_taken(one)
        ]


def board(session: AssistedSession, idle: timedelta, at: datetime) -> Board:
    left = frozenset(one.id for one in deserted(session, idle, at))
    return Board(of(session), left, at)


def by_token(commune: Commune, token_hash: str) -> Station | None:
    """Return the computer whose browser holds this key, whatever became of its session."""
    return db.session.scalar(
        _in(commune)
        .where(Station.token_hash == token_hash, Station.token_hash != "")
        .options(joinedload(Station.session).joinedload(AssistedSession.space))
    )


def by_digits(commune: Commune, digits: str, at: datetime) -> Station | None:
    """Return the computer that waits to join with these digits."""
    return db.session.scalar(_in(commune).where(Station.join_digits == digits, _shows_digits(at)))


def find(session: AssistedSession, number: int) -> Station | None:
    return db.session.scalar(
        select(Station).where(
            Station.session_id == session.id,
            Station.number == number,
            Station.left_at.is_(None),
        )
    )


def of(session: AssistedSession) -> Sequence[Station]:
    """Return the computers that are in a session, by number, with who sits at them."""
    return db.session.scalars(
        select(Station)
        .where(Station.session_id == session.id, Station.left_at.is_(None))
        .options(joinedload(Station.participant))
        .order_by(Station.number)
    ).all()


def of_participant(participant: Participant) -> Station | None:
    return db.session.scalar(select(Station).where(Station.participant_id == participant.id))


def lent_by(session: AssistedSession, person_id: int) -> Station | None:
    """Return the facilitator's own computer, if it was in this session before."""
    return db.session.scalar(
        select(Station).where(
            Station.session_id == session.id,
            Station.is_facilitators.is_(True),
            Station.lent_by_id == person_id,
        )
    )


def waiting_to_join(session: AssistedSession, at: datetime) -> Station | None:
    """Return a computer whose digits expired before anybody typed them."""
    return db.session.scalar(
        select(Station)
        .where(
            Station.session_id == session.id,
            Station.token_hash == "",
            Station.left_at.is_(None),
            Station.digits_expire_at <= at,
        )
        .order_by(Station.number)
        .limit(1)
    )


def used_digits(commune: Commune, at: datetime) -> set[str]:
    """Return the digits that work now in a commune; its row is locked, so that no two agree."""
    db.session.execute(select(Commune.id).where(Commune.id == commune.id).with_for_update())
    return set(
        db.session.scalars(
            select(Station.join_digits)
            .join(Station.session)
            .where(AssistedSession.commune_id == commune.id, _shows_digits(at))
        )
    )


def count(session: AssistedSession) -> int:
    """Count the computers that ever were in a session."""
    return db.session.scalars(
        select(func.count()).select_from(Station).where(Station.session_id == session.id)
    ).one()


def lock(station: Station) -> Station:
    """Return the computer as it is now, kept from others until the end of the transaction."""
    return db.session.scalars(
        select(Station)
        .where(Station.id == station.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def deserted(session: AssistedSession, idle: timedelta, at: datetime) -> Sequence[Station]:
    """Return the computers on which somebody began and whose time is over since."""
    return db.session.scalars(
        select(Station)
        .where(
            Station.session_id == session.id,
            Station.begun_at.is_not(None),
            Station.participant_id.is_not(None),
            ~exists().where(SignIn.account_id == Station.participant_id, _is_alive(idle, at)),
        )
        .order_by(Station.id)
    ).all()


def _in(commune: Commune) -> Select[Station]:
    return (
        select(Station)
        .join(Station.session)
        .where(AssistedSession.commune_id == commune.id, Station.left_at.is_(None))
    )


def _shows_digits(at: datetime) -> ColumnElement[bool]:
    return and_(Station.join_digits != "", Station.digits_expire_at > at)


def _is_alive(idle: timedelta, at: datetime) -> ColumnElement[bool]:
    """Say in SQL what `SignIn.is_alive` says of a participant's."""
    return and_(SignIn.ended_at.is_(None), SignIn.expires_at > at, SignIn.seen_at > at - idle)
