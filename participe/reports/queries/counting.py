"""How many people took part, and in what way: what is hidden or was taken back is left out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
from participe.reports.figures import Counts, Kind
from participe.texts.models import DiscussedText, Passage, Remark, RemarkSupport, Stance

MOST_ACTS = 1000  # looked at to say at least how many people take part

Act = Select[*tuple[Any, ...]]  # four columns: consultation_id, kind, channel, person_id


def counts(consultation: Consultation) -> Counts:
    """Count what people did in a consultation that can be read today."""
    return counts_of([consultation])[consultation.id]


def counts_of(consultations: Sequence[Consultation]) -> dict[int, Counts]:
    """Count what people did in each of these consultations, in as many queries as for one."""
    if not consultations:
        return {}
    ids = [consultation.id for consultation in consultations]
    acts = union_all(*_acts(ids)).subquery("act")
    everyone = _grouped(acts, _people(acts))
    kinds = _grouped(acts, func.count(), acts.c.kind)
    channels = _grouped(acts, func.count(), acts.c.channel)
    people_by_channel = _grouped(acts, _people(acts), acts.c.channel)
    localities = _localities(ids)
    return {
        id_: Counts(
            people=everyone[id_].get("", 0),
            kinds={kind.value: kinds[id_][kind] for kind in Kind if kind in kinds[id_]},
            channels=_of_each_channel(channels[id_]),
            localities=localities[id_],
            people_by_channel=_of_each_channel(people_by_channel[id_]),
        )
        for id_ in ids
    }


def _of_each_channel(numbers: Mapping[str, int]) -> dict[str, int]:
    return {channel.value: numbers.get(channel, 0) for channel in Channel}


def crowds(consultations: Sequence[Consultation]) -> dict[int, int]:
    """Say at least how many people take part in each, in one query that reads no whole table."""
    if not consultations:
        return {}
    parts = []
    for consultation in consultations:
        some = union_all(*_acts([consultation.id])).limit(MOST_ACTS).subquery()
        people = func.count(some.c.person_id.distinct())
        parts.append(select(literal(consultation.id), people).select_from(some))
    rows = db.session.execute(union_all(*parts))
    return {id_: people for id_, people in rows}  # noqa: C416 -- a Row is no pair to mypy


def did_at_most(consultation: Consultation, acts: int) -> bool:
    """Tell whether people did no more than so much in a consultation, without counting it all."""
    some = union_all(*_acts([consultation.id])).limit(acts + 1).subquery()
    return db.session.scalars(select(func.count()).select_from(some)).one() <= acts


def _people(acts: Subquery) -> ColumnElement[int]:
    return func.count(acts.c.person_id.distinct())


def _grouped(
    acts: Subquery, counted: ColumnElement[int], by: ColumnElement[str] | None = None
) -> dict[int, dict[str, int]]:
    """Count acts or people of each consultation, by what else they are told apart."""
    columns = (acts.c.consultation_id, literal("") if by is None else by)
    rows = db.session.execute(select(*columns, counted).group_by(*columns))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for id_, name, number in rows:
        found[id_][name] = number
    return found


def _localities(ids: Sequence[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = db.session.execute(
        select(Proposal.consultation_id, Proposal.locality, func.count())
        .where(Proposal.consultation_id.in_(ids), *_readable(Proposal))
        .group_by(Proposal.consultation_id, Proposal.locality)
        .order_by(Proposal.locality)
    )
    for id_, locality, number in rows:
        found[id_][locality] = number
    return found


def _acts(ids: Sequence[int]) -> list[Act]:
    """Select all that people did, one row each: in which consultation, what, how, who."""
    of_proposals = (Proposal.consultation_id.in_(ids), *_readable(Proposal))
    of_remarks = (DiscussedText.consultation_id.in_(ids), *_readable(Remark))
    proposed, remarked = Proposal.consultation_id, DiscussedText.consultation_id
    # What they are about is another row of the same table.
    said, reworded = aliased(Comment, flat=True), aliased(Amendment, flat=True)
    stance = case(
        (Remark.stance == Stance.REWORDING, literal(Kind.REWORDING.value)),
        else_=literal(Kind.REMARK.value),
    )
    return [
        _act(proposed, literal(Kind.PROPOSAL.value), Proposal.channel, Proposal.author_id).where(
            *of_proposals
        ),
        _act(proposed, literal(Kind.SUPPORT.value), Support.channel, Support.person_id)
        .join(Proposal, Support.proposal_id == Proposal.id)
        .where(*of_proposals, Support.withdrawn_at.is_(None)),
        _of_texts(_act(remarked, stance, Remark.channel, Remark.author_id)).where(*of_remarks),
        _of_texts(
            _act(
                remarked,
                literal(Kind.REMARK_SUPPORT.value),
                RemarkSupport.channel,
                RemarkSupport.person_id,
            ).join(Remark, RemarkSupport.remark_id == Remark.id)
        ).where(*of_remarks),
        _act(proposed, literal(Kind.AMENDMENT.value), reworded.channel, reworded.author_id)
        .join(Proposal, reworded.proposal_id == Proposal.id)
        .where(*of_proposals, *_readable(reworded)),
        _act(proposed, literal(Kind.COMMENT.value), said.channel, said.author_id)
        .join(Proposal, said.subject_id == Proposal.id)
        .where(*of_proposals, *_readable(said)),
        _of_texts(
            _act(remarked, literal(Kind.COMMENT.value), said.channel, said.author_id).join(
                Remark, said.subject_id == Remark.id
            )
        ).where(*of_remarks, *_readable(said)),
    ]


def _act(
    consultation: SQLColumnExpression[int],
    kind: ColumnElement[str],
    channel: SQLColumnExpression[Any],
    person: SQLColumnExpression[int],
) -> Act:
    return select(
        consultation.label("consultation_id"),
        kind.label("kind"),
        channel.label("channel"),
        person.label("person_id"),
    )


def _of_texts(query: Act) -> Act:
    return query.join(Passage, Remark.passage_id == Passage.id).join(
        DiscussedText, Passage.text_id == DiscussedText.id
    )


def _readable(kind: type[Contribution]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return kind.hidden_at.is_(None), kind.withdrawn_at.is_(None)
