"""Reads about the people of a session, and what they did: figures, never who did it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from participe.accounts.models import Person
from participe.assistance.models.people import Consent, Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import claimed, papers
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

    @property
    def lacks_receipt(self) -> bool:
        """Tell whether they did something that no code of theirs finds yet.

        Who has a code keeps it, whatever they did since: another would kill the paper they hold.
        """
        one = self.participant
        is_gone = one.is_erased or one.claimed_at is not None
        return bool(self.acts) and one.receipt_printed_at is None and not is_gone


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


def without_receipt(session: AssistedSession) -> list[Participant]:
    """Return who would leave with nothing that finds what they did, their accord holding or not."""
    return [row.participant for row in of(session) if row.lacks_receipt]


def lacks_receipt(participant: Participant) -> bool:
    return participant in without_receipt(participant.session)


def has_published(participant: Participant) -> bool:
    """Tell whether somebody wrote anything, whatever became of it."""
    written = select(Contribution.id).where(Contribution.author_id == participant.id).limit(1)
    return participant.claimed_at is not None or db.session.scalar(written) is not None


def names_in(session: AssistedSession) -> set[str]:
    """Return the names taken in a session, as one compares them."""
    names = db.session.scalars(
        select(Participant.display_name).where(Participant.session_id == session.id)
    )
    return {name.casefold() for name in names}


def last_place(session: AssistedSession) -> int:
    last = select(func.max(Participant.place)).where(Participant.session_id == session.id)
    return db.session.scalar(last) or 0


def added_by(session: AssistedSession, by: Person, since: datetime) -> list[datetime]:
    """Return when somebody added each person to a session since then, and took their accord."""
    recorded = select(Consent.participant_id).where(Consent.recorded_by_id == by.id)
    here = select(AssistedSession.id).where(AssistedSession.id == session.id)
    return _added(here, since, Participant.id.in_(recorded))


def added_in_space(space_id: int, since: datetime) -> list[datetime]:
    """Return when each person was added since then in all sessions of a space but practices."""
    here = select(AssistedSession.id).where(
        AssistedSession.space_id == space_id, AssistedSession.is_practice.is_(False)
    )
    return _added(here, since)


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


def _added(sessions: Select[int], since: datetime, *where: ColumnElement[bool]) -> list[datetime]:
    """Return when each person was added by hand: not with their paper, nor with a file."""
    with_paper = papers.came_with_paper(sessions, since)
    rows = db.session.execute(
        select(Participant.id, Participant.created_at)
        .where(
            Participant.session_id.in_(sessions),
            Participant.created_at > since,
            Participant.captured_at.is_(None),
            *where,
        )
        .order_by(Participant.created_at)
    )
    return [added_at for person_id, added_at in rows if person_id not in with_paper]


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
