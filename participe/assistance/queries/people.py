"""Reads about the people of a session, and what they did: figures, never who did it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from participe.accounts.models import Person
from participe.assistance.models.people import Consent, Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import claimed
from participe.assistance.reference import Count
from participe.contributions.models import Contribution
from participe.extensions import db
from participe.proposals.models import Support
from participe.texts.models import RemarkSupport


@dataclass(frozen=True)
class Row:
    """A person of a session, and how much they did in it."""

    participant: Participant
    contributions: int
    supports: int

    @property
    def acts(self) -> int:
        return self.contributions + self.supports


@dataclass(frozen=True)
class Figures:
    """What a session came to, without a name."""

    people: int
    stands_for: int  # the people behind them, a group counted with all it stands for
    by_way: dict[Way, int]
    by_kind: dict[str, int]  # contributions
    supports: int

    @property
    def contributions(self) -> int:
        return sum(self.by_kind.values())

    @property
    def count(self) -> Count:
        """Return the numbers that are read aloud before a session closes."""
        return Count(self.people, self.contributions, self.supports)


def find(session: AssistedSession, place: int) -> Participant | None:
    return db.session.scalar(
        select(Participant)
        .where(Participant.session_id == session.id, Participant.place == place)
        .options(joinedload(Participant.session), selectinload(Participant.consents))
    )


def all_of(session: AssistedSession) -> Sequence[Participant]:
    return db.session.scalars(
        select(Participant)
        .where(Participant.session_id == session.id)
        .options(joinedload(Participant.session), selectinload(Participant.consents))
        .order_by(Participant.place)
    ).all()


def of(session: AssistedSession) -> list[Row]:
    """Return the people of a session in the order they came, each with what they did."""
    written = Counter(_by_person(_written(session)))
    written.update(person_id for person_id, _kind in claimed.written_in(session))
    supports = _count_supports(session)
    return [Row(one, written[one.id] + one.rehearsed, supports[one.id]) for one in all_of(session)]


def count_without_receipt(session: AssistedSession) -> int:
    """Return how many people would leave with nothing that finds what they did."""
    return _count(
        select(func.count(Participant.id)).where(
            Participant.session_id == session.id, Participant.receipt_printed_at.is_(None)
        )
    )


def names_in(session: AssistedSession) -> set[str]:
    """Return the names taken in a session, as one compares them."""
    names = db.session.scalars(
        select(Participant.display_name).where(Participant.session_id == session.id)
    )
    return {name.casefold() for name in names}


def last_place(session: AssistedSession) -> int:
    last = select(func.max(Participant.place)).where(Participant.session_id == session.id)
    return db.session.scalar(last) or 0


def count_added(session: AssistedSession, by: Person, since: datetime) -> int:
    """Return how many people somebody added to a session since then, and took the accord of."""
    return _count(
        select(func.count(Participant.id.distinct()))
        .join(Consent, Consent.participant_id == Participant.id)
        .where(
            Participant.session_id == session.id,
            Participant.created_at > since,
            Consent.recorded_by_id == by.id,
        )
    )


def count_in_space_since(space_id: int, since: datetime) -> int:
    """Return how many people were added since then in all sessions of a space but practices."""
    return _count(
        select(func.count(Participant.id))
        .join(AssistedSession, AssistedSession.id == Participant.session_id)
        .where(
            AssistedSession.space_id == space_id,
            AssistedSession.is_practice.is_(False),
            Participant.created_at > since,
        )
    )


def figures(session: AssistedSession) -> Figures:
    """Count what a session came to; what was withdrawn since is counted no more.

    What somebody took into their account since is counted still.
    """
    people = all_of(session)
    rows = db.session.execute(
        select(Contribution.kind, func.count())
        .where(Contribution.author_id.in_(_ids(session)), Contribution.withdrawn_at.is_(None))
        .group_by(Contribution.kind)
    )
    by_kind = Counter({kind: number for kind, number in rows})  # noqa: C416 -- rows are no pairs
    by_kind.update(kind for _person_id, kind in claimed.written_in(session))
    return Figures(
        people=len(people),
        stands_for=sum(one.stands_for for one in people),
        by_way={way: sum(one.way is way for one in people) for way in Way},
        by_kind=dict(by_kind),
        supports=sum(_count_supports(session).values()),
    )


def _count_supports(session: AssistedSession) -> Counter[int]:
    ids = _ids(session)
    of_proposals = select(Support.person_id, func.count()).where(
        Support.person_id.in_(ids), Support.withdrawn_at.is_(None)
    )
    of_remarks = select(RemarkSupport.person_id, func.count()).where(
        RemarkSupport.person_id.in_(ids)
    )
    counts = claimed.supports_in(session)
    counts.update(_by_person(of_proposals.group_by(Support.person_id)))
    counts.update(_by_person(of_remarks.group_by(RemarkSupport.person_id)))
    return counts


def _written(session: AssistedSession) -> Select[*tuple[Any, ...]]:
    return (
        select(Contribution.author_id, func.count())
        .where(Contribution.author_id.in_(_ids(session)), Contribution.withdrawn_at.is_(None))
        .group_by(Contribution.author_id)
    )


def _by_person(counted: Select[*tuple[Any, ...]]) -> dict[int, int]:
    return {person_id: number for person_id, number in db.session.execute(counted)}  # noqa: C416


def _ids(session: AssistedSession) -> Select[*tuple[Any, ...]]:
    return select(Participant.id).where(Participant.session_id == session.id)


def _count(counted: Select[*tuple[Any, ...]]) -> int:
    return int(db.session.scalars(counted).one())
