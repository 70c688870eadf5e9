"""Giving a support to a proposition, and taking it back.

Everybody who changes the supports of a proposition first takes the lock of its head, which is
the lead of its group or itself, then touches the supports: in this order nobody waits in a
circle, and the count that comes back is the one that decides about the threshold. In a group
the head is what one supports, and each person counts once in all of it (docs/adr/0025).
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, update
from sqlalchemy.orm.attributes import set_committed_value

from participe.accounts.models import Channel, Person
from participe.consultations import services as consultations
from participe.consultations.phases import Action
from participe.extensions import db
from participe.kernel import events
from participe.kernel.clock import day_of
from participe.proposals.errors import (
    AlreadySupported,
    GroupAlreadySupported,
    NotSupportable,
    NotSupported,
)
from participe.proposals.events import SupportGiven, SupportTakenBack, ThresholdReached
from participe.proposals.models import Proposal, Support
from participe.proposals.queries import grouping, owned
from participe.proposals.services import holding

_TABLE = Proposal.__table__.c


def support(
    proposal: Proposal,
    *,
    person: Person,
    at: datetime,
    channel: Channel | None = None,
    acted_by: Person | None = None,
) -> None:
    """Record that a person backs a proposition or its group, once, through whatever channel.

    Raises AlreadySupported (nothing changed, and nothing is wrong), NotSupportable when the
    text is hidden or withdrawn, and NotOpen outside the phases that open supports. The
    support that reaches the threshold sets the due date of the answer, for ever.
    """
    assert person.commune_id == proposal.commune_id, "ask the policy first"  # noqa: S101
    typist = acted_by or person.typist
    given = {
        "person_id": person.id,
        "acted_by_id": typist.id,
        "channel": channel or person.channel,
        "given_at": at,
    }
    while not _give(proposal, given):
        # It was grouped, or taken out, while we waited. Nothing of it is held: look again.
        db.session.refresh(proposal, ["lead_id", "lead"])
    events.publish(SupportGiven(proposal, person, typist, at))


def withdraw_support(proposal: Proposal, *, person: Person, at: datetime) -> None:
    """Take back whatever a person supports in a group, while supports are open.

    What the threshold promised stays promised.
    """
    consultations.ensure_open(proposal.consultation, Action.SUPPORT, at)
    holding.hold([proposal])
    head = grouping.head(proposal)
    supported = db.session.scalars(
        update(Support)
        .where(
            Support.proposal_id.in_(grouping.ids_in_group(head.id)),
            Support.person_id == person.id,
            Support.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
        .returning(Support.proposal_id)
        .execution_options(synchronize_session=False)
    ).all()
    if not supported:
        raise NotSupported
    for proposal_id in supported:
        add_to_counter(proposal_id, -1)
    if head.leads:
        count_people(head)
    db.session.expire(proposal, ["supports_count"])
    db.session.expire(head, ["supports_count"])
    events.publish(SupportTakenBack(proposal, person, at))


def forget_supports(person: Person, *, at: datetime) -> None:
    """Remove the supports of somebody who is erased, where supports are still open.

    Elsewhere the result stands: the rows stay, of a person without a name.
    """
    holding.hold(owned.supported_by(person))
    groups = set[Proposal]()
    for given in owned.all_supports_of(person):
        proposal = given.proposal
        if not proposal.consultation.allows(Action.SUPPORT, at):
            continue
        db.session.execute(delete(Support).where(Support.id == given.id))
        if given.withdrawn_at is None:
            add_to_counter(proposal.id, -1)
            db.session.expire(proposal, ["supports_count"])
            groups.add(grouping.head(proposal))
    for head in groups:
        if head.leads:
            count_people(head)


def count_people(head: Proposal) -> None:
    """Count anew the different people who support the group that this proposition leads."""
    count: int = db.session.scalars(
        update(Proposal)
        .where(_TABLE.id == head.id)
        .values(people_count=grouping.people_in(head.id))
        .returning(_TABLE.people_count)
        .execution_options(synchronize_session=False)
    ).one()
    set_committed_value(head, "people_count", count)


def keep_promise(head: Proposal, at: datetime) -> None:
    """Set when the answer is due, once enough different people support, and tell it once."""
    people = head.supports_count if head.people_count is None else head.people_count
    if people >= head.consultation.threshold and head.threshold_reached_at is None:
        _reach_threshold(head, at)


def _give(proposal: Proposal, given: dict[str, Any]) -> bool:
    """Support the head; tell, with nothing held or changed, when it is no longer the head."""
    head = grouping.head(proposal)
    if any(text.is_hidden or text.is_withdrawn for text in (proposal, head)):
        raise NotSupportable
    consultations.ensure_open(proposal.consultation, Action.SUPPORT, given["given_at"])
    with db.session.begin_nested() as attempt:
        counts = add_to_counter(head.id, 1)
        if counts is None or (proposal is not head and not grouping.leads(head, proposal)):
            attempt.rollback()
            return False
        if not db.session.scalars(grouping.insert_support(head.id, given)).all():
            raise AlreadySupported if counts.people_count is None else GroupAlreadySupported
    set_committed_value(head, "supports_count", counts.supports_count)
    if counts.people_count is not None:
        count_people(head)
    keep_promise(head, given["given_at"])
    return True


def add_to_counter(proposal_id: int, number: int) -> Row[tuple[int, int | None]] | None:
    """Change the counter in the database, whatever was read before, and return both counts.

    What is added to must be a head still.
    """
    changed = (
        update(Proposal)
        .where(_TABLE.id == proposal_id)
        .values(supports_count=_TABLE.supports_count + number)
        .returning(_TABLE.supports_count, _TABLE.people_count)
        .execution_options(synchronize_session=False)
    )
    if number > 0:
        changed = changed.where(_TABLE.lead_id.is_(None))
    return db.session.execute(changed).one_or_none()


def _reach_threshold(proposal: Proposal, at: datetime) -> None:
    """Set when the answer is due, unless an earlier support did; the row is locked by us."""
    due_on = day_of(at) + timedelta(days=proposal.consultation.answer_days)
    table = Proposal.__table__.c
    first = db.session.scalars(
        update(Proposal)
        .where(table.id == proposal.id, table.threshold_reached_at.is_(None))
        .values(threshold_reached_at=at, due_on=due_on)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if first is None:
        return
    set_committed_value(proposal, "threshold_reached_at", at)
    set_committed_value(proposal, "due_on", due_on)
    events.publish(ThresholdReached(proposal))
