"""What became of what people wrote: what still waits, what was answered, what each author had."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from participe.answers.models import OfficialResponse
from participe.consultations.models import Consultation
from participe.contributions.models import Contribution
from participe.discussions.models import Comment
from participe.extensions import db
from participe.proposals.models import Outcome, Proposal
from participe.texts.models import (
    DiscussedText,
    Passage,
    Remark,
    RemarkDecision,
    TextVersion,
    Verdict,
)

MOST_SHOWN = 100  # propositions on the page of a bilan; the others are in their list


@dataclass
class Share:
    """What one person wrote in a consultation that has an author's page."""

    proposals: list[Proposal] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def answered(consultation: Consultation, limit: int = MOST_SHOWN) -> Sequence[Proposal]:
    """Return the answered propositions, those with most supports first."""
    return db.session.scalars(
        _public(consultation)
        .where(Proposal.answered_at.is_not(None))
        .order_by(Proposal.supports_count.desc(), Proposal.id)
        .limit(limit)
    ).all()


def answers(consultation: Consultation, outcomes: Iterable[Outcome]) -> Sequence[OfficialResponse]:
    """Return the newest answer with one of these outcomes to each proposition, as `answered`."""
    newest = (
        select(func.max(OfficialResponse.version))
        .where(
            OfficialResponse.proposal_id == Proposal.id, OfficialResponse.published_at.is_not(None)
        )
        .correlate(Proposal)
        .scalar_subquery()
    )
    return db.session.scalars(
        select(OfficialResponse)
        .join(OfficialResponse.proposal)
        .where(
            Proposal.consultation_id == consultation.id,
            *_readable(Proposal),
            OfficialResponse.version == newest,
            OfficialResponse.outcome.in_(list(outcomes)),
        )
        .options(contains_eager(OfficialResponse.proposal))
        .order_by(Proposal.supports_count.desc(), Proposal.id)
        .limit(MOST_SHOWN)
    ).all()


def count_outcomes(consultation: Consultation) -> dict[Outcome | None, int]:
    """Count the public propositions by what the commune made of them; None: no answer is due."""
    rows = db.session.execute(
        select(Proposal.outcome, func.count())
        .where(
            Proposal.consultation_id == consultation.id,
            *_readable(Proposal),
            or_(Proposal.outcome.is_not(None), Proposal.threshold_reached_at.is_(None)),
        )
        .group_by(Proposal.outcome)
    )
    return Counter({outcome: number for outcome, number in rows})  # noqa: C416 -- no pairs


def count_verdicts(consultation: Consultation) -> dict[Verdict, int]:
    """Count the public remarks by their published decision."""
    rows = db.session.execute(
        select(RemarkDecision.verdict, func.count())
        .select_from(Remark)
        .join(Remark.passage)
        .join(Passage.text)
        .join(Remark.decision)
        .join(RemarkDecision.version)
        .where(
            DiscussedText.consultation_id == consultation.id,
            *_readable(Remark),
            TextVersion.published_at.is_not(None),
        )
        .group_by(RemarkDecision.verdict)
    )
    return Counter({verdict: number for verdict, number in rows})  # noqa: C416 -- no pairs


def texts(consultation: Consultation) -> Sequence[DiscussedText]:
    """Return the texts of a consultation that everyone reads."""
    return db.session.scalars(
        select(DiscussedText)
        .where(
            DiscussedText.consultation_id == consultation.id,
            select(TextVersion.id)
            .where(TextVersion.text_id == DiscussedText.id, TextVersion.published_at.is_not(None))
            .exists(),
        )
        .order_by(DiscussedText.number)
    ).all()


def shares(consultation: Consultation) -> dict[int, Share]:
    """Return all who wrote something that can be read, by person, with what they wrote."""
    found: dict[int, Share] = defaultdict(Share)
    for proposal in db.session.scalars(_public(consultation).order_by(Proposal.id)):
        found[proposal.author_id].proposals.append(proposal)
    for remark in db.session.scalars(_remarks(consultation)):
        found[remark.author_id].remarks.append(remark)
    for author_id in db.session.scalars(_commenters(consultation)):
        found.setdefault(author_id, Share())
    return dict(found)


def _remarks(consultation: Consultation) -> Select[Remark]:
    return (
        select(Remark)
        .join(Remark.passage)
        .join(Passage.text)
        .where(DiscussedText.consultation_id == consultation.id, *_readable(Remark))
        .options(
            contains_eager(Remark.passage).contains_eager(Passage.text),
            joinedload(Remark.decision).joinedload(RemarkDecision.version),
        )
        .order_by(Remark.id)
    )


def _commenters(consultation: Consultation) -> Select[int]:
    proposals = select(Proposal.id).where(
        Proposal.consultation_id == consultation.id, *_readable(Proposal)
    )
    remarks = (
        select(Remark.id)
        .join(Remark.passage)
        .join(Passage.text)
        .where(DiscussedText.consultation_id == consultation.id, *_readable(Remark))
    )
    return (
        select(Comment.author_id)
        .where(Comment.subject_id.in_(proposals.union_all(remarks)), *_readable(Comment))
        .distinct()
    )


def _public(consultation: Consultation) -> Select[Proposal]:
    return select(Proposal).where(Proposal.consultation_id == consultation.id, *_readable(Proposal))


def _readable(kind: type[Contribution]) -> tuple[ColumnElement[bool], ...]:
    return kind.hidden_at.is_(None), kind.withdrawn_at.is_(None)
