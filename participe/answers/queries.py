"""Reads about answers: the public ones, those that are due, and how delays are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from participe.accounts.models import Account
from participe.answers.models import OfficialResponse
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel.clock import day_of
from participe.kernel.pagination import Page, key_of, parse_key
from participe.proposals.models import Proposal

PAGE_SIZE = 20
A_YEAR = timedelta(days=365)


def current(proposal: Proposal) -> OfficialResponse | None:
    """Return the newest published version, who signed it loaded."""
    return db.session.scalars(_published_of(proposal).limit(1)).first()


def versions(proposal: Proposal) -> Sequence[OfficialResponse]:
    """Return all published versions, newest first."""
    return db.session.scalars(_published_of(proposal)).all()


def draft_of(proposal: Proposal) -> OfficialResponse | None:
    return db.session.scalar(
        select(OfficialResponse).where(
            OfficialResponse.proposal_id == proposal.id, OfficialResponse.published_at.is_(None)
        )
    )


def lock(proposal: Proposal) -> None:
    """Make whoever else would answer this proposition wait until this transaction ends."""
    db.session.execute(select(Proposal.id).where(Proposal.id == proposal.id).with_for_update())


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


def due(commune: Commune) -> Sequence[Proposal]:
    """Return the propositions with a promised answer not given yet, the oldest promise first."""
    return db.session.scalars(
        _due(commune)
        .options(joinedload(Proposal.consultation))
        .order_by(Proposal.due_on, Proposal.id)
    ).all()


def count_due(commune: Commune) -> int:
    return db.session.scalars(select(func.count()).select_from(_due(commune).subquery())).one()


def count_late(commune: Commune, at: datetime) -> int:
    late = _due(commune).where(Proposal.due_on < day_of(at)).subquery()
    return db.session.scalars(select(func.count()).select_from(late)).one()


def late(at: datetime) -> Sequence[Proposal]:
    """Return the propositions of all communes whose answer is late at this instant."""
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.answered_at.is_(None),
            Proposal.due_on < day_of(at),
            Proposal.hidden_at.is_(None),
            Proposal.withdrawn_at.is_(None),
        )
        .order_by(Proposal.due_on, Proposal.id)
    ).all()


def drafts(commune: Commune) -> Sequence[OfficialResponse]:
    """Return the answers in preparation, the oldest first, by proposition."""
    return db.session.scalars(
        select(OfficialResponse)
        .join(OfficialResponse.proposal)
        .where(Proposal.commune_id == commune.id, OfficialResponse.published_at.is_(None))
        .options(contains_eager(OfficialResponse.proposal), joinedload(OfficialResponse.signer))
        .order_by(OfficialResponse.saved_at)
    ).all()


def to_sign(official: Account) -> Sequence[OfficialResponse]:
    """Return the answers that wait for this official's signature, the first promised on top."""
    return db.session.scalars(
        select(OfficialResponse)
        .join(OfficialResponse.proposal)
        .where(
            OfficialResponse.signer_id == official.id,
            OfficialResponse.sent_to_sign_at.is_not(None),
            OfficialResponse.published_at.is_(None),
        )
        .options(contains_eager(OfficialResponse.proposal))
        .order_by(Proposal.due_on, Proposal.id)
    ).all()


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


def _published_of(proposal: Proposal) -> Select[OfficialResponse]:
    return (
        select(OfficialResponse)
        .where(
            OfficialResponse.proposal_id == proposal.id, OfficialResponse.published_at.is_not(None)
        )
        .options(joinedload(OfficialResponse.signed_by).lazyload(Account.grants))
        .order_by(OfficialResponse.version.desc())
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


def _due(commune: Commune) -> Select[Proposal]:
    return select(Proposal).where(
        Proposal.commune_id == commune.id,
        Proposal.due_on.is_not(None),
        Proposal.answered_at.is_(None),
        Proposal.hidden_at.is_(None),
        Proposal.withdrawn_at.is_(None),
    )


def _key(proposal: Proposal) -> str:
    answered = proposal.answered_at
    assert answered is not None, "only answered propositions are listed"  # noqa: S101
    since = answered - datetime.fromtimestamp(0, tz=UTC)
    return key_of(since // timedelta(microseconds=1), proposal.id)
