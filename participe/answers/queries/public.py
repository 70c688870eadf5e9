"""Reads of the answers that everyone sees: the last ones, all of them, how delays were kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import contains_eager

from participe.answers.models import OfficialResponse
from participe.answers.queries.waiting import count_late
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel.clock import day_of
from participe.kernel.pagination import Page, key_of, parse_key
from participe.proposals.models import Proposal

PAGE_SIZE = 20
A_YEAR = timedelta(days=365)


def latest(commune: Commune, limit: int) -> Sequence[OfficialResponse]:
    """Return the commune's last first answers, refusals included, their proposition loaded."""
    return db.session.scalars(_first_answers(commune).limit(limit)).all()


def published(commune: Commune, after: str | None) -> Page[OfficialResponse]:
    """Return a page of all answers, the newest first, one line for each proposition."""
    query = _first_answers(commune).limit(PAGE_SIZE + 1)
    key = parse_key(after, 2)
    if key is not None:
        at = datetime.fromtimestamp(0, tz=UTC) + timedelta(microseconds=key[0])
        query = query.where(tuple_(Proposal.answered_at, Proposal.id) < tuple_(at, key[1]))
    found = db.session.scalars(query).all()
    more = len(found) > PAGE_SIZE
    items = found[:PAGE_SIZE]
    return Page(items, _key(items[-1].proposal) if more else None)


@dataclass(frozen=True)
class Punctuality:
    """How the commune kept the delay of the answers it had promised."""

    on_time: int
    given: int
    late_now: int
    median_days: int | None

    @property
    def share(self) -> int | None:
        """Return the per cent of promised answers that were on time; those that lack count."""
        promised = self.given + self.late_now
        return round(100 * self.on_time / promised) if promised else None


def punctuality(commune: Commune, at: datetime) -> Punctuality:
    """Count the promised answers of the twelve months before this instant."""
    rows = db.session.execute(
        select(Proposal.threshold_reached_at, Proposal.answered_at, Proposal.due_on).where(
            Proposal.commune_id == commune.id,
            Proposal.due_on.is_not(None),
            Proposal.answered_at > at - A_YEAR,
        )
    ).all()
    promises = [
        (day_of(reached), day_of(answered), due_on)
        for reached, answered, due_on in rows
        if reached and answered and due_on
    ]
    days = [(answered - reached).days for reached, answered, _due_on in promises]
    return Punctuality(
        on_time=sum(answered <= due_on for _reached, answered, due_on in promises),
        given=len(promises),
        late_now=count_late(commune, at),
        median_days=round(median(days)) if days else None,
    )


def _first_answers(commune: Commune) -> Select[OfficialResponse]:
    """Select the newest version of the answer to each public proposition of a commune."""
    newest = (
        select(func.max(OfficialResponse.version))
        .where(
            OfficialResponse.proposal_id == Proposal.id, OfficialResponse.published_at.is_not(None)
        )
        .correlate(Proposal)
        .scalar_subquery()
    )
    return (
        select(OfficialResponse)
        .join(OfficialResponse.proposal)
        .where(
            Proposal.commune_id == commune.id,
            Proposal.answered_at.is_not(None),
            Proposal.hidden_at.is_(None),
            OfficialResponse.version == newest,
        )
        .options(contains_eager(OfficialResponse.proposal))
        .order_by(Proposal.answered_at.desc(), Proposal.id.desc())
    )


def _key(proposal: Proposal) -> str:
    answered = proposal.answered_at
    assert answered is not None, "only answered propositions are listed"  # noqa: S101
    since = answered - datetime.fromtimestamp(0, tz=UTC)
    return key_of(since // timedelta(microseconds=1), proposal.id)
