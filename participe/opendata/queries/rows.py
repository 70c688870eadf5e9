"""The rows of each file: what everyone reads on the pages, and of no row who wrote it or how.

They come a few hundred at a time, in one query, however many there are.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import aliased

from participe.answers.models import OfficialResponse
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.contributions.models import Contribution
from participe.extensions import db
from participe.proposals.models import Proposal, Theme
from participe.texts.models import DiscussedText, Passage, Remark, RemarkDecision, TextVersion

AT_A_TIME = 500

Rows = Iterator[Row[*tuple[Any, ...]]]


def proposals(commune: Commune) -> Rows:
    """Give the propositions that can be read, in the order of their numbers."""
    lead = aliased(Contribution, flat=True)
    return _stream(
        select(
            *(Proposal.number, Proposal.title, Proposal.body_html, Proposal.language),
            *(Consultation.slug, Theme.name.label("theme"), Proposal.locality),
            *(Proposal.published_at, Proposal.edited_at, Proposal.supports_count),
            *(Proposal.comments_count, lead.number.label("lead_number")),
            *(Proposal.threshold_reached_at, Proposal.due_on),
            *(Proposal.answered_at, Proposal.outcome),
        )
        .join(Proposal.consultation)
        .outerjoin(Proposal.theme)
        .outerjoin(lead, lead.id == Proposal.lead_id)
        .where(Proposal.commune_id == commune.id, *_is_public(Proposal))
        .order_by(Proposal.number)
    )


def answers(commune: Commune) -> Rows:
    """Give the newest answer to each proposition that can be read."""
    return _stream(
        select(
            *(Proposal.number, Consultation.slug, OfficialResponse.version),
            *(OfficialResponse.outcome, OfficialResponse.what_we_do, OfficialResponse.done_by),
            *(OfficialResponse.why_not, OfficialResponse.who_decides, OfficialResponse.who_does),
            *(OfficialResponse.budget_line, OfficialResponse.mandate),
            *(OfficialResponse.is_collective, OfficialResponse.published_at),
            *(Proposal.answered_at, Proposal.due_on, OfficialResponse.change_note),
        )
        .join(OfficialResponse.proposal)
        .join(Proposal.consultation)
        .where(
            Proposal.commune_id == commune.id,
            *_is_public(Proposal),
            OfficialResponse.version == _newest(),
        )
        .order_by(Proposal.number)
    )


def remarks(commune: Commune) -> Rows:
    """Give the remarks that can be read, with their decision once it is public."""
    decision = (
        select(RemarkDecision.id, RemarkDecision.verdict, RemarkDecision.reason)
        .add_columns(TextVersion.number, TextVersion.published_at)
        .join(RemarkDecision.version)
        .where(TextVersion.published_at.is_not(None))
        .subquery()
    )
    return _stream(
        select(
            *(Remark.id, Consultation.slug, DiscussedText.number, Passage.number, Remark.title),
            *(Remark.stance, Remark.wording, Remark.body_html, Remark.language),
            *(Remark.published_at, Remark.edited_at, Remark.supports_count),
            *(Remark.comments_count, decision.c.verdict, decision.c.reason),
            *(decision.c.number, decision.c.published_at),
        )
        .join(Remark.passage)
        .join(Passage.text)
        .join(DiscussedText.consultation)
        .outerjoin(decision, decision.c.id == Remark.decision_id)
        .where(Remark.commune_id == commune.id, *_is_public(Remark))
        .order_by(Remark.id)
    )


def count_proposals(consultations: Sequence[Consultation]) -> dict[int, int]:
    """Count what can be read in each consultation."""
    return _counted(
        select(Proposal.consultation_id, func.count()).where(
            Proposal.consultation_id.in_([one.id for one in consultations]),
            *_is_readable(Proposal),
        ),
        Proposal.consultation_id,
    )


def count_remarks(consultations: Sequence[Consultation]) -> dict[int, int]:
    """Count the remarks on its texts that can be read in each consultation."""
    return _counted(
        select(DiscussedText.consultation_id, func.count())
        .select_from(Remark)
        .join(Remark.passage)
        .join(Passage.text)
        .where(
            DiscussedText.consultation_id.in_([one.id for one in consultations]),
            *_is_readable(Remark),
        ),
        DiscussedText.consultation_id,
    )


def _newest() -> Any:
    """Select the newest public version of the answer to the proposition of the row."""
    return (
        select(func.max(OfficialResponse.version))
        .where(
            OfficialResponse.proposal_id == Proposal.id, OfficialResponse.published_at.is_not(None)
        )
        .correlate(Proposal)
        .scalar_subquery()
    )


def _is_public(kind: type[Contribution]) -> tuple[ColumnElement[bool], ...]:
    """Keep what everyone reads, in a consultation that everyone sees."""
    return (*_is_readable(kind), Consultation.published_at.is_not(None))


def _is_readable(kind: type[Contribution]) -> tuple[ColumnElement[bool], ...]:
    return kind.hidden_at.is_(None), kind.withdrawn_at.is_(None)


def _counted(query: Select[*tuple[Any, ...]], by: Any) -> dict[int, int]:
    return {id_: number for id_, number in db.session.execute(query.group_by(by))}  # noqa: C416


def _stream(query: Select[*tuple[Any, ...]]) -> Rows:
    return iter(db.session.execute(query, execution_options={"yield_per": AT_A_TIME}))
