"""Giving a support to a proposition, and taking it back.

Everybody who changes the supports of a proposition first takes the lock of its row, then
touches the supports: in this order nobody waits in a circle, and the counter that comes
back is the one that decides about the threshold.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from participe.accounts.models import Channel, Person
from participe.consultations import services as consultations
from participe.consultations.phases import Action
from participe.extensions import db
from participe.kernel import events
from participe.kernel.clock import day_of
from participe.proposals.errors import AlreadySupported, NotSupportable, NotSupported
from participe.proposals.events import ThresholdReached
from participe.proposals.models import Proposal, Support
from participe.proposals.queries import finding, owned


def support(
    proposal: Proposal,
    *,
    person: Person,
    at: datetime,
    channel: Channel = Channel.ONLINE,
    acted_by: Person | None = None,
) -> None:
    """Record that a person backs a proposition, once, through whatever channel.

    Raises AlreadySupported (nothing changed, and nothing is wrong), NotSupportable when the
    text is hidden or withdrawn, and NotOpen outside the phases that open supports. The
    support that reaches the threshold sets the due date of the answer, for ever.
    """
    assert person.commune_id == proposal.commune_id, "ask the policy first"  # noqa: S101
    if proposal.is_hidden or proposal.is_withdrawn:
        raise NotSupportable
    consultations.ensure_open(proposal.consultation, Action.SUPPORT, at)
    try:
        with db.session.begin_nested():
            count = _add_to_counter(proposal, 1)
            db.session.execute(
                insert(Support).values(
                    proposal_id=proposal.id,
                    person_id=person.id,
                    acted_by_id=(acted_by or person).id,
                    channel=channel,
                    given_at=at,
                )
            )
    except IntegrityError as error:
        raise AlreadySupported from error
    set_committed_value(proposal, "supports_count", count)
    if count >= proposal.consultation.threshold and proposal.threshold_reached_at is None:
        _reach_threshold(proposal, at)


def withdraw_support(proposal: Proposal, *, person: Person, at: datetime) -> None:
    """Take a support back while supports are open; what the threshold promised stays promised."""
    consultations.ensure_open(proposal.consultation, Action.SUPPORT, at)
    finding.lock(proposal)
    withdrawn = db.session.scalars(
        update(Support)
        .where(
            Support.proposal_id == proposal.id,
            Support.person_id == person.id,
            Support.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
        .returning(Support.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not withdrawn:
        raise NotSupported
    set_committed_value(proposal, "supports_count", _add_to_counter(proposal, -1))


def forget_supports(person: Person, *, at: datetime) -> None:
    """Remove the supports of somebody who is erased, where supports are still open.

    Elsewhere the result stands: the rows stay, of a person without a name.
    """
    for given in owned.all_supports_of(person):
        proposal = given.proposal
        if not proposal.consultation.allows(Action.SUPPORT, at):
            continue
        db.session.execute(delete(Support).where(Support.id == given.id))
        if given.withdrawn_at is None:
            set_committed_value(proposal, "supports_count", _add_to_counter(proposal, -1))


def _add_to_counter(proposal: Proposal, number: int) -> int:
    """Change the counter in the database, whatever was read before, and return it."""
    table = Proposal.__table__.c
    count: int = db.session.scalars(
        update(Proposal)
        .where(table.id == proposal.id)
        .values(supports_count=table.supports_count + number)
        .returning(table.supports_count)
        .execution_options(synchronize_session=False)
    ).one()
    return count


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
