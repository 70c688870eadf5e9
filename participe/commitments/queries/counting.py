"""The rows that figures are computed from, and the figures of a scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from participe.answers.models import OfficialResponse
from participe.commitments import figures
from participe.commitments.models import Commitment, State
from participe.commitments.queries.listing import Scope, within
from participe.communes.models import Commune
from participe.consultations.models import Contract
from participe.extensions import db
from participe.kernel.clock import day_of
from participe.proposals.models import Proposal

FIRST_VERSION = 1


@dataclass(frozen=True)
class Figures:
    """What the page of commitments says in numbers."""

    answers: figures.Punctuality
    commitments: figures.Keeping
    months: Sequence[figures.Month]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was promised yet."""
        return not self.answers.promised and not self.commitments.total


def figures_of(scope: Scope, at: datetime) -> Figures:
    """Compute the figures of the twelve months that end with the present one."""
    today = day_of(at)
    since = figures.period_start(today)
    answers, promises = answer_rows(scope), promise_rows(scope)
    return Figures(
        answers=figures.punctuality(answers, since=since, today=today),
        commitments=figures.keeping(promises, today=today),
        months=figures.by_month(answers, promises, since=since, today=today),
    )


def punctuality(commune: Commune, at: datetime) -> figures.Punctuality:
    """Count how the answers of the last twelve months kept their delay."""
    today = day_of(at)
    since = figures.period_start(today)
    return figures.punctuality(answer_rows(Scope(commune)), since=since, today=today)


def counts(commune: Commune, at: datetime) -> figures.Keeping:
    """Count what became of all commitments of a commune."""
    return figures.keeping(promise_rows(Scope(commune)), today=day_of(at))


def all_months(scope: Scope, at: datetime) -> list[figures.Month]:
    """Count every month since the first promise."""
    today = day_of(at)
    answers, promises = answer_rows(scope), promise_rows(scope)
    days = [row.promised_on for row in answers] + [row.made_on for row in promises]
    since = min([*days, figures.period_start(today)])
    return figures.by_month(answers, promises, since=since, today=today)


def answer_rows(scope: Scope) -> list[figures.Answer]:
    """Return every promised answer; nobody waits any more for one to a text that is gone."""
    query = (
        select(Proposal.threshold_reached_at, Proposal.due_on, Proposal.answered_at)
        .where(
            Proposal.commune_id == scope.commune.id,
            Proposal.due_on.is_not(None),
            Proposal.lead_id.is_(None),  # a group is owed one answer
            or_(
                Proposal.answered_at.is_not(None),
                Proposal.hidden_at.is_(None) & Proposal.withdrawn_at.is_(None),
            ),
        )
        .order_by(Proposal.id)
    )
    if scope.consultation:
        query = query.where(Proposal.consultation_id == scope.consultation.id)
    if scope.official:
        first = (OfficialResponse.proposal_id == Proposal.id) & (
            OfficialResponse.version == FIRST_VERSION
        )
        query = (
            query.join(Contract, Contract.consultation_id == Proposal.consultation_id)
            .outerjoin(OfficialResponse, first)
            .where(
                func.coalesce(OfficialResponse.signed_by_id, Contract.official_id)
                == scope.official.id
            )
        )
    return [
        figures.Answer(day_of(reached), due_on, day_of(answered) if answered else None)
        for reached, due_on, answered in db.session.execute(query)
        if reached and due_on
    ]


def promise_rows(scope: Scope) -> list[figures.Promise]:
    """Return every commitment of a scope as figures see it."""
    rows = db.session.execute(
        select(Commitment.made_at, Commitment.due_on, Commitment.state, Commitment.closed_at)
        .where(*within(scope))
        .order_by(Commitment.id)
    )
    return [_promise(*row) for row in rows]


def _promise(
    made_at: datetime, due_on: date, state: State, closed_at: datetime | None
) -> figures.Promise:
    closed_on = day_of(closed_at) if closed_at else None
    return figures.Promise(
        made_on=day_of(made_at),
        due_on=due_on,
        kept_on=closed_on if state is State.KEPT else None,
        dropped_on=closed_on if state is State.DROPPED else None,
        is_begun=state is State.UNDER_WAY,
    )
