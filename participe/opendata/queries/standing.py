"""How many rows each file has, since when, and when they last changed: a query or two for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from participe.answers.models import OfficialResponse
from participe.commitments.models import Commitment, CommitmentUpdate
from participe.communes.models import Commune
from participe.consultations.models import Consultation, ContractChange, Phase, PhaseExtension
from participe.extensions import db
from participe.opendata.reference import Dataset
from participe.proposals.models import Proposal
from participe.reports.models import OutcomeReport
from participe.texts.models import DiscussedText, Passage, Remark, TextVersion


@dataclass(frozen=True)
class Standing:
    """Of a file: its rows (None: as many as there is to tell), its oldest one, its last change."""

    rows: int | None
    since: datetime | None
    changed_at: datetime | None


def standings(commune: Commune) -> dict[Dataset, Standing]:
    """Say how each file of a commune stands; the counters in its rows may have moved since."""
    answers, commitments = _answers(commune), _commitments(commune)
    proposals = _written(Proposal, commune, changed_at=answers.changed_at)
    remarks = _written(Remark, commune, changed_at=_last_version(commune))
    consultations = _consultations(commune)
    changed = (proposals.changed_at, remarks.changed_at, consultations.changed_at)
    return {
        Dataset.PROPOSALS: proposals,
        Dataset.ANSWERS: answers,
        Dataset.COMMITMENTS: commitments,
        Dataset.REMARKS: remarks,
        Dataset.CONSULTATIONS: consultations,
        Dataset.CHANNELS: Standing(None, consultations.since, _latest(changed)),
    }


def _written(
    kind: type[Proposal | Remark], commune: Commune, *, changed_at: datetime | None
) -> Standing:
    """Count what can be read; what was hidden or taken back since is a change too."""
    readable = kind.hidden_at.is_(None) & kind.withdrawn_at.is_(None)
    query = select(
        *(func.count().filter(readable), func.min(kind.published_at).filter(readable)),
        *(func.max(kind.published_at), func.max(kind.edited_at)),
        *(func.max(kind.hidden_at), func.max(kind.withdrawn_at)),
    )
    rows, since, *changes = _one(_in_published(query, kind).where(kind.commune_id == commune.id))
    return Standing(rows, since, _latest((*changes, changed_at)))


def _in_published(
    query: Select[*tuple[Any, ...]], kind: type[Proposal | Remark]
) -> Select[*tuple[Any, ...]]:
    """Keep to the consultations that everyone sees."""
    joined = (
        query.join(Proposal.consultation)
        if kind is Proposal
        else query.select_from(Remark)
        .join(Remark.passage)
        .join(Passage.text)
        .join(DiscussedText.consultation)
    )
    return joined.where(Consultation.published_at.is_not(None))


def _answers(commune: Commune) -> Standing:
    published = OfficialResponse.published_at
    query = (
        select(func.count(OfficialResponse.proposal_id.distinct()))
        .add_columns(func.min(published), func.max(published))
        .join(OfficialResponse.proposal)
        .where(
            *(Proposal.commune_id == commune.id, published.is_not(None)),
            *(Proposal.hidden_at.is_(None), Proposal.withdrawn_at.is_(None)),
        )
    )
    return Standing(*_one(query))


def _commitments(commune: Commune) -> Standing:
    mine = Commitment.commune_id == commune.id
    rows, since, made_at = _one(
        select(func.count(), func.min(Commitment.made_at), func.max(Commitment.made_at)).where(mine)
    )
    updated_at = _newest(CommitmentUpdate.at, mine, CommitmentUpdate.commitment)
    return Standing(rows, since, _latest((made_at, updated_at)))


def _consultations(commune: Commune) -> Standing:
    published = Consultation.published_at
    mine = Consultation.commune_id == commune.id
    rows, since, published_at = _one(
        select(func.count(), func.min(published), func.max(published)).where(
            mine, published.is_not(None)
        )
    )
    extended_at = _newest(
        PhaseExtension.extended_at, mine, PhaseExtension.phase, Phase.consultation
    )
    reported_at = _newest(OutcomeReport.published_at, mine, OutcomeReport.consultation)
    changed_at = db.session.scalar(
        select(func.max(ContractChange.changed_at))
        .join(Consultation, Consultation.id == ContractChange.consultation_id)
        .where(mine)
    )
    changes = (published_at, extended_at, reported_at, changed_at)
    return Standing(rows, since, _latest(changes))


def _last_version(commune: Commune) -> datetime | None:
    """Return when decisions on remarks last became public."""
    mine = DiscussedText.commune_id == commune.id
    return _newest(TextVersion.published_at, mine, TextVersion.text)


def _newest(moment: Any, condition: ColumnElement[bool], *path: Any) -> datetime | None:
    query = select(func.max(moment))
    for step in path:
        query = query.join(step)
    return db.session.scalar(query.where(condition))


def _one(query: Select[*tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(db.session.execute(query).one())


def _latest(moments: Sequence[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)
