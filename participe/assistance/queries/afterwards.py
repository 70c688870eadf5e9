"""Reads of the answers that came after a session, for those who have no e-mail address."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from participe.answers.models import OfficialResponse
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import people
from participe.extensions import db
from participe.proposals.models import Proposal, Support
from participe.texts.models import Remark, RemarkDecision, TextVersion


@dataclass(frozen=True)
class Answered:
    """A proposition of the session, and the newest answer to it."""

    proposal: Proposal
    answer: OfficialResponse


@dataclass
class News:
    """What somebody can be told: of what they wrote, by its name; of what they support, how much.

    What somebody supports is known to nobody else, who helps them write letters included.
    """

    participant: Participant
    answers: list[Answered] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    supported: int = 0
    moments: list[datetime] = field(default_factory=list)

    @property
    def is_told(self) -> bool:
        """Tell whether they were told after the newest of it."""
        told_at = self.participant.told_at
        return told_at is not None and told_at >= max(self.moments)


def news_of(session: AssistedSession) -> list[News]:
    """Return whom of a session one can tell something; who has an account gets letters."""
    found = {
        one.id: News(one)
        for one in people.all_of(session)
        if not one.is_erased and one.claimed_at is None
    }
    for answered in answers_in(session):
        _add(found, answered.proposal.author_id, answered.answer.published_at).append(answered)
    for remark in decided_in(session):
        news = found.get(remark.author_id)
        if news and remark.decision and remark.decision.version.published_at:
            news.remarks.append(remark)
            news.moments.append(remark.decision.version.published_at)
    for person_id, number, newest in _supported_in(session):
        if news := found.get(person_id):
            news.supported = number
            news.moments.append(newest)
    return [news for news in found.values() if news.moments]


@dataclass(frozen=True)
class Untold:
    """How many answers somebody of these sessions was not told of yet."""

    by_session: dict[int, int]
    total: int  # one that came for two sessions counts once


def untold_in(sessions: Sequence[AssistedSession]) -> Untold:
    """Count in one query what `news_of` lists session by session, without what was told since."""
    ids = [session.id for session in sessions]
    rows = db.session.execute(
        union(_untold_of_authors(ids), _untold_of_supporters(ids), _untold_remarks(ids))
    ).all()
    return Untold(
        by_session=dict(Counter(session_id for session_id, _kind, _about in rows)),
        total=len({(kind, about) for _session_id, kind, about in rows}),
    )


def answers_in(session: AssistedSession) -> list[Answered]:
    """Return what was proposed in a session and answered since, the newest answer of each."""
    rows = db.session.execute(
        _answered_since(session)
        .add_columns(Proposal)
        .where(
            Proposal.author_id.in_(_ids(session)),
            Proposal.hidden_at.is_(None),
            Proposal.withdrawn_at.is_(None),
        )
        .options(joinedload(OfficialResponse.signed_by))
        .order_by(OfficialResponse.published_at, OfficialResponse.id)
    ).all()
    newest = {proposal.id: Answered(proposal, answer) for answer, proposal in rows}
    return list(newest.values())


def decided_in(session: AssistedSession) -> Sequence[Remark]:
    """Return the remarks made in a session of which it was published since what became of them."""
    return db.session.scalars(
        select(Remark)
        .join(Remark.decision)
        .join(RemarkDecision.version)
        .where(
            Remark.author_id.in_(_ids(session)),
            Remark.hidden_at.is_(None),
            Remark.withdrawn_at.is_(None),
            TextVersion.published_at > session.opened_at,
        )
        .options(contains_eager(Remark.decision).contains_eager(RemarkDecision.version))
        .order_by(Remark.id)
    ).all()


def _add(found: dict[int, News], person_id: int, at: datetime | None) -> list[Answered]:
    """Note when somebody was answered, and return the list that the answer goes into."""
    news = found.get(person_id)
    if news is None or at is None:
        return []
    news.moments.append(at)
    return news.answers


def _supported_in(session: AssistedSession) -> list[tuple[int, int, datetime]]:
    """Return how many answers came to what each person supports, and when the newest did."""
    answered = _answered_since(session).with_only_columns(
        Support.person_id,
        func.count(OfficialResponse.proposal_id.distinct()),
        func.max(OfficialResponse.published_at, type_=OfficialResponse.published_at.type),
    )
    rows = db.session.execute(
        answered.join(Support, Support.proposal_id == Proposal.id)
        .where(Support.person_id.in_(_ids(session)), Support.withdrawn_at.is_(None))
        .group_by(Support.person_id)
    )
    return [(person_id, number, newest) for person_id, number, newest in rows if newest]


def _untold_of_authors(session_ids: Sequence[int]) -> Select[int, str, int]:
    return (
        _untold(session_ids, "answer", OfficialResponse.proposal_id, OfficialResponse.published_at)
        .join(Proposal, Proposal.author_id == Participant.id)
        .join(OfficialResponse, OfficialResponse.proposal_id == _head())
        .where(Proposal.hidden_at.is_(None), Proposal.withdrawn_at.is_(None))
    )


def _untold_of_supporters(session_ids: Sequence[int]) -> Select[int, str, int]:
    return (
        _untold(session_ids, "answer", OfficialResponse.proposal_id, OfficialResponse.published_at)
        .join(Support, Support.person_id == Participant.id)
        .join(Proposal, Proposal.id == Support.proposal_id)
        .join(OfficialResponse, OfficialResponse.proposal_id == _head())
        .where(Support.withdrawn_at.is_(None))
    )


def _untold_remarks(session_ids: Sequence[int]) -> Select[int, str, int]:
    return (
        _untold(session_ids, "remark", Remark.id, TextVersion.published_at)
        .join(Remark, Remark.author_id == Participant.id)
        .join(Remark.decision)
        .join(RemarkDecision.version)
        .where(Remark.hidden_at.is_(None), Remark.withdrawn_at.is_(None))
    )


def _untold(
    session_ids: Sequence[int],
    kind: str,
    about: InstrumentedAttribute[int],
    published_at: InstrumentedAttribute[datetime | None],
) -> Select[int, str, int]:
    """Select what was published since a session, for people of it who were told nothing since."""
    return (
        select(Participant.session_id, literal(kind), about)
        .select_from(Participant)
        .join(AssistedSession, AssistedSession.id == Participant.session_id)
        .where(
            AssistedSession.id.in_(session_ids),
            Participant.claimed_at.is_(None),
            Participant.erased_at.is_(None),
            published_at > AssistedSession.opened_at,
            or_(Participant.told_at.is_(None), Participant.told_at < published_at),
        )
    )


def _answered_since(session: AssistedSession) -> Select[OfficialResponse]:
    """Select the answers that came since; of a member of a group, those to its lead."""
    return (
        select(OfficialResponse)
        .join(Proposal, OfficialResponse.proposal_id == _head())
        .where(OfficialResponse.published_at > session.opened_at)
    )


def _head() -> ColumnElement[int]:
    return func.coalesce(Proposal.lead_id, Proposal.id)


def _ids(session: AssistedSession) -> Select[int]:
    return select(Participant.id).where(Participant.session_id == session.id)
