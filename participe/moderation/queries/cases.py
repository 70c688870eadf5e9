"""Reads of cases: the texts with notices that nobody decided on, and what staff need to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectin_polymorphic, selectinload

from participe.communes.models import Commune
from participe.contributions.models import Contribution
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel.pagination import Page, key_of, parse_key
from participe.moderation.models import DECIDE_WITHIN, ModerationDecision, Notice
from participe.moderation.queries import decisions, notices
from participe.proposals.models import Proposal
from participe.texts.models import Remark

PAGE_SIZE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LATEST = (datetime.max.replace(tzinfo=UTC) - EPOCH) // MICROSECOND


@dataclass(frozen=True)
class Case:
    """A text that staff look at, with the notices that wait and the last decision taken on it."""

    contribution: Contribution
    notices: Sequence[Notice] = ()
    decision: ModerationDecision | None = None

    @property
    def waiting_since(self) -> datetime | None:
        return min((notice.received_at for notice in self.notices), default=None)

    @property
    def seen(self) -> int:
        """The last decision that its page shows: deciding without having seen it is refused."""
        return self.decision.id if self.decision else 0

    def is_late(self, at: datetime) -> bool:
        since = self.waiting_since
        return since is not None and since + DECIDE_WITHIN <= at


def count_waiting(commune: Commune) -> int:
    """Count the texts with a notice that nobody has decided on."""
    return db.session.scalars(
        select(func.count(Notice.contribution_id.distinct())).where(*_open_in(commune))
    ).one()


def oldest_waiting_since(commune: Commune) -> datetime | None:
    """Return since when the oldest open notice waits."""
    return db.session.scalars(select(func.min(Notice.received_at)).where(*_open_in(commune))).one()


def waiting(commune: Commune, after: str | None = None) -> Page[Case]:
    """Return a page of the texts with open notices, the one that waits longest first."""
    since = func.min(Notice.received_at)
    statement = (
        select(Notice.contribution_id, since)
        .where(*_open_in(commune))
        .group_by(Notice.contribution_id)
        .order_by(since, Notice.contribution_id)
        .limit(PAGE_SIZE + 1)
    )
    key = parse_key(after, 2)
    if key:
        statement = statement.having(_after(since, *key))
    found = db.session.execute(statement).all()
    shown = found[:PAGE_SIZE]
    cases_by_id = _cases([contribution_id for contribution_id, _since in shown])
    next_key = None
    if len(found) > PAGE_SIZE:
        last, moment = shown[-1]
        next_key = key_of((moment - EPOCH) // MICROSECOND, last)
    return Page([cases_by_id[contribution_id] for contribution_id, _since in shown], next_key)


def of(contribution: Contribution) -> Case:
    """Return one text with its open notices and the last decision on it."""
    return Case(
        contribution, notices.open_notices(contribution), decisions.last_decision(contribution)
    )


def find_all(commune: Commune, contribution_ids: Sequence[int]) -> Sequence[Case]:
    """Return those of these texts that are of this commune, in their order."""
    own = db.session.scalars(
        select(Contribution.id).where(
            Contribution.id.in_(contribution_ids), Contribution.commune_id == commune.id
        )
    ).all()
    return list(_cases(own).values())


def _after(
    since: ColumnElement[datetime], microseconds: int, contribution_id: int
) -> ColumnElement[bool]:
    moment = EPOCH + min(microseconds, LATEST) * MICROSECOND
    return or_(since > moment, and_(since == moment, Notice.contribution_id > contribution_id))


def _open_in(commune: Commune) -> tuple[ColumnElement[bool], ...]:
    return (Notice.commune_id == commune.id, Notice.decision_id.is_(None))


def _cases(contribution_ids: Sequence[int]) -> Mapping[int, Case]:
    """Load texts of any kind with what staff need to decide, in six queries however many."""
    contributions = db.session.scalars(
        select(Contribution)
        .where(Contribution.id.in_(contribution_ids))
        .options(
            joinedload(Contribution.author),
            selectin_polymorphic(Contribution, [Comment, Proposal, Remark]),
            selectinload(Comment.subject),
        )
        .order_by(Contribution.id)
    )
    waiting_for = notices.open_by_text(contribution_ids)
    last = decisions.last_by_text(contribution_ids)
    return {
        contribution.id: Case(contribution, waiting_for[contribution.id], last.get(contribution.id))
        for contribution in contributions
    }
