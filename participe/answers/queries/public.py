"""Reads of the answers that everyone sees: the last ones, and all of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import aliased, contains_eager

from participe.answers.models import OfficialResponse
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel.pagination import Page, key_of, parse_key
from participe.proposals.models import Outcome, Proposal

PAGE_SIZE = 20
REFUSED = aliased(Proposal)


def latest(commune: Commune, limit: int, since: datetime) -> tuple[Sequence[OfficialResponse], int]:
    """Return the commune's last first answers, their proposition loaded, in one query.

    With them comes how many propositions the commune refused since an instant.
    """
    refused = (
        select(func.count(REFUSED.id))
        .where(
            REFUSED.commune_id == commune.id,
            REFUSED.answered_at >= since,
            REFUSED.outcome == Outcome.REFUSED,
            REFUSED.hidden_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = db.session.execute(_first_answers(commune).add_columns(refused).limit(limit)).all()
    return [answer for answer, _count in rows], rows[0][1] if rows else 0


def given_between(
    commune: Commune, since: datetime, until: datetime, limit: int
) -> Sequence[OfficialResponse]:
    """Return what was first answered in a span of time, the first on top."""
    query = _first_answers(commune).where(
        Proposal.answered_at >= since, Proposal.answered_at < until
    )
    ordered = query.order_by(None).order_by(Proposal.answered_at, Proposal.id)
    return db.session.scalars(ordered.limit(limit)).all()


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
