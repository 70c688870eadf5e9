"""How many people took part, and in what way: what is hidden or was taken back is left out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from participe.accounts.models import Channel
from participe.consultations.models import Consultation
from participe.contributions.models import Contribution
from participe.discussions.models import Comment
from participe.extensions import db
from participe.proposals.models import Amendment, Proposal, Support
from participe.reports.figures import Counts, Kind, shown
from participe.texts.models import DiscussedText, Passage, Remark, RemarkSupport, Stance

MOST_ACTS = 1000  # looked at to say how many people take part: beyond, “plus de …”

Act = Select[*tuple[Any, ...]]  # three columns: kind, channel, person_id


@dataclass(frozen=True)
class Crowd:
    """How many people take part; at least so many, when not everything was looked at."""

    people: int
    is_all: bool

    @property
    def may_be_told(self) -> bool:
        return bool(shown(self.people))


def counts(consultation: Consultation) -> Counts:
    """Count what people did in a consultation that can be read today."""
    acts = union_all(*_acts(consultation.id)).subquery("act")
    rows = db.session.execute(
        select(acts.c.kind, acts.c.channel, func.count()).group_by(acts.c.kind, acts.c.channel)
    ).all()
    kinds: Counter[str] = Counter()
    channels: Counter[str] = Counter({channel.value: 0 for channel in Channel})
    for kind, channel, number in rows:
        kinds[kind] += number
        channels[channel] += number
    return Counts(
        people=_people(acts),
        kinds={kind.value: kinds[kind] for kind in Kind if kinds[kind]},
        channels=dict(channels),
        localities=_localities(consultation),
    )


def crowds(consultations: Sequence[Consultation]) -> dict[int, Crowd]:
    """Say how many people take part in each, in one query that reads no whole table."""
    if not consultations:
        return {}
    parts = []
    for consultation in consultations:
        some = union_all(*_acts(consultation.id)).limit(MOST_ACTS + 1).subquery()
        people, seen = func.count(some.c.person_id.distinct()), func.count()
        parts.append(select(literal(consultation.id), people, seen).select_from(some))
    rows = db.session.execute(union_all(*parts)).all()
    return {id_: Crowd(people, seen <= MOST_ACTS) for id_, people, seen in rows}


def _people(acts: Subquery) -> int:
    return db.session.scalars(select(func.count(acts.c.person_id.distinct()))).one()


def _localities(consultation: Consultation) -> dict[str, int]:
    rows = db.session.execute(
        select(Proposal.locality, func.count())
        .where(Proposal.consultation_id == consultation.id, *_readable(Proposal))
        .group_by(Proposal.locality)
        .order_by(Proposal.locality)
    )
    return {locality: number for locality, number in rows}  # noqa: C416 -- rows are no pairs


def _acts(consultation_id: int) -> list[Act]:
    """Select all that people did, one row each: what, by which channel, who."""
    of_proposals = (Proposal.consultation_id == consultation_id, *_readable(Proposal))
    of_remarks = (DiscussedText.consultation_id == consultation_id, *_readable(Remark))
    # What they are about is another row of the same table.
    said, reworded = aliased(Comment, flat=True), aliased(Amendment, flat=True)
    stance = case(
        (Remark.stance == Stance.REWORDING, literal(Kind.REWORDING.value)),
        else_=literal(Kind.REMARK.value),
    )
    return [
        _act(literal(Kind.PROPOSAL.value), Proposal.channel, Proposal.author_id).where(
            *of_proposals
        ),
        _act(literal(Kind.SUPPORT.value), Support.channel, Support.person_id)
        .join(Proposal, Support.proposal_id == Proposal.id)
        .where(*of_proposals, Support.withdrawn_at.is_(None)),
        _of_texts(_act(stance, Remark.channel, Remark.author_id)).where(*of_remarks),
        _of_texts(
            _act(
                literal(Kind.REMARK_SUPPORT.value), RemarkSupport.channel, RemarkSupport.person_id
            ).join(Remark, RemarkSupport.remark_id == Remark.id)
        ).where(*of_remarks),
        _act(literal(Kind.AMENDMENT.value), reworded.channel, reworded.author_id)
        .join(Proposal, reworded.proposal_id == Proposal.id)
        .where(*of_proposals, *_readable(reworded)),
        _act(literal(Kind.COMMENT.value), said.channel, said.author_id)
        .join(Proposal, said.subject_id == Proposal.id)
        .where(*of_proposals, *_readable(said)),
        _of_texts(
            _act(literal(Kind.COMMENT.value), said.channel, said.author_id).join(
                Remark, said.subject_id == Remark.id
            )
        ).where(*of_remarks, *_readable(said)),
    ]


def _act(
    kind: ColumnElement[str], channel: SQLColumnExpression[Any], person: SQLColumnExpression[int]
) -> Act:
    return select(kind.label("kind"), channel.label("channel"), person.label("person_id"))


def _of_texts(query: Act) -> Act:
    return query.join(Passage, Remark.passage_id == Passage.id).join(
        DiscussedText, Passage.text_id == DiscussedText.id
    )


def _readable(kind: type[Contribution]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return kind.hidden_at.is_(None), kind.withdrawn_at.is_(None)
