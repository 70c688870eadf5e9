"""Reads about moderation: what waits, what was decided, and the statements of reasons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectin_polymorphic, selectinload

from participe.accounts.models import Account, Person
from participe.communes.models import Commune
from participe.contributions.models import Contribution
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel.pagination import Page, key_of, parse_key
from participe.moderation.models import (
    DECIDE_WITHIN,
    UNDO_WITHIN,
    Measure,
    ModerationDecision,
    Notice,
)
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


def find_contribution(commune: Commune, contribution_id: int) -> Contribution | None:
    """Return one contribution of this commune, of any kind and in any state."""
    return db.session.scalar(
        select(Contribution)
        .where(Contribution.id == contribution_id, Contribution.commune_id == commune.id)
        .options(joinedload(Contribution.author))
    )


def find_decision(commune: Commune, decision_id: int) -> ModerationDecision | None:
    return db.session.scalar(
        select(ModerationDecision)
        .where(ModerationDecision.id == decision_id, ModerationDecision.commune_id == commune.id)
        .options(joinedload(ModerationDecision.contribution))
    )


def lock(contributions: Iterable[Contribution]) -> None:
    """Wait until nobody else is changing these contributions, and read their present state.

    The youngest is locked first, a comment before what it is about, as everywhere: two acts
    never wait for each other.
    """
    db.session.scalars(
        select(Contribution)
        .where(Contribution.id.in_([contribution.id for contribution in contributions]))
        .order_by(Contribution.id.desc())
        .with_for_update(of=Contribution, key_share=True)
        .execution_options(populate_existing=True)
    ).all()


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


def case(contribution: Contribution) -> Case:
    """Return one text with its open notices and the last decision on it."""
    return Case(contribution, open_notices(contribution), last_decision(contribution))


def cases(commune: Commune, contribution_ids: Sequence[int]) -> Sequence[Case]:
    """Return those of these texts that are of this commune, in their order."""
    own = db.session.scalars(
        select(Contribution.id).where(
            Contribution.id.in_(contribution_ids), Contribution.commune_id == commune.id
        )
    ).all()
    return list(_cases(own).values())


def open_notices(contribution: Contribution) -> Sequence[Notice]:
    return _open_notices([contribution.id])[contribution.id]


def last_decision(contribution: Contribution) -> ModerationDecision | None:
    """Return the newest decision on a text, undone or not."""
    return db.session.scalar(
        select(ModerationDecision)
        .where(ModerationDecision.contribution_id == contribution.id)
        .order_by(ModerationDecision.id.desc())
        .limit(1)
    )


def history(contribution: Contribution) -> Sequence[ModerationDecision]:
    """Return every decision on a text, newest first."""
    return db.session.scalars(
        select(ModerationDecision)
        .where(ModerationDecision.contribution_id == contribution.id)
        .options(joinedload(ModerationDecision.decided_by))
        .order_by(ModerationDecision.id.desc())
    ).all()


def notices_of(decision: ModerationDecision) -> Sequence[Notice]:
    """Return the notices that a decision answered."""
    return db.session.scalars(
        select(Notice).where(Notice.decision_id == decision.id).order_by(Notice.number)
    ).all()


def same_notice(contribution: Contribution, notifier: Person | None, email: str) -> Notice | None:
    """Return the open notice that the same person has already sent of the same text."""
    if notifier is None and not email:
        return None
    who = (
        Notice.notifier_id == notifier.id
        if notifier
        else (Notice.notifier_email == email) & Notice.notifier_id.is_(None)
    )
    return db.session.scalar(
        select(Notice)
        .where(Notice.contribution_id == contribution.id, Notice.decision_id.is_(None), who)
        .order_by(Notice.number)
        .limit(1)
    )


def find_open_notice(contribution: Contribution, number: int) -> Notice | None:
    return db.session.scalar(
        select(Notice).where(
            Notice.contribution_id == contribution.id,
            Notice.number == number,
            Notice.decision_id.is_(None),
        )
    )


def decided_by(person: Account, after: str | None = None) -> Page[ModerationDecision]:
    """Return a page of one's own decisions, the newest first, with their texts."""
    key = parse_key(after, 1)
    statement = (
        select(ModerationDecision)
        .where(ModerationDecision.decided_by_id == person.id)
        .options(joinedload(ModerationDecision.contribution).joinedload(Contribution.author))
        .order_by(ModerationDecision.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if key:
        statement = statement.where(ModerationDecision.id < key[0])
    found = db.session.scalars(statement).all()
    shown = found[:PAGE_SIZE]
    return Page(shown, key_of(shown[-1].id) if len(found) > PAGE_SIZE else None)


def last_gesture(person: Account, at: datetime) -> Sequence[ModerationDecision]:
    """Return what this person decided last, all of it when it was many at once, if undoable."""
    newest = (
        select(func.max(ModerationDecision.decided_at))
        .where(
            ModerationDecision.decided_by_id == person.id, ModerationDecision.undone_at.is_(None)
        )
        .scalar_subquery()
    )
    return db.session.scalars(
        select(ModerationDecision)
        .where(
            ModerationDecision.decided_by_id == person.id,
            ModerationDecision.undone_at.is_(None),
            ModerationDecision.decided_at == newest,
            ModerationDecision.decided_at > at - UNDO_WITHIN,
        )
        .options(joinedload(ModerationDecision.contribution))
        .order_by(ModerationDecision.contribution_id)
    ).all()


def restrictions_of(author: Person) -> Sequence[ModerationDecision]:
    """Return the decisions in force that hide this person's texts, newest first."""
    return db.session.scalars(
        select(ModerationDecision)
        .join(ModerationDecision.contribution)
        .where(
            Contribution.author_id == author.id,
            ModerationDecision.measure == Measure.HIDE,
            ModerationDecision.undone_at.is_(None),
        )
        .options(joinedload(ModerationDecision.contribution))
        .order_by(ModerationDecision.id.desc())
    ).all()


def sent_by(person: Person) -> Sequence[Notice]:
    """Return the notices that a person sent, with what was decided."""
    return db.session.scalars(
        select(Notice)
        .where(Notice.notifier_id == person.id)
        .options(joinedload(Notice.decision))
        .order_by(Notice.number)
    ).all()


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
    notices, decisions = _open_notices(contribution_ids), _last_decisions(contribution_ids)
    return {
        contribution.id: Case(
            contribution, notices[contribution.id], decisions.get(contribution.id)
        )
        for contribution in contributions
    }


def _open_notices(contribution_ids: Sequence[int]) -> Mapping[int, Sequence[Notice]]:
    notices: dict[int, list[Notice]] = defaultdict(list)
    for notice in db.session.scalars(
        select(Notice)
        .where(Notice.contribution_id.in_(contribution_ids), Notice.decision_id.is_(None))
        .options(joinedload(Notice.notifier))
        .order_by(Notice.received_at, Notice.id)
    ):
        notices[notice.contribution_id].append(notice)
    return notices


def _last_decisions(contribution_ids: Sequence[int]) -> Mapping[int, ModerationDecision]:
    newest = (
        select(func.max(ModerationDecision.id))
        .where(ModerationDecision.contribution_id.in_(contribution_ids))
        .group_by(ModerationDecision.contribution_id)
    )
    found = db.session.scalars(
        select(ModerationDecision)
        .where(ModerationDecision.id.in_(newest))
        .options(joinedload(ModerationDecision.decided_by))
    )
    return {decision.contribution_id: decision for decision in found}
