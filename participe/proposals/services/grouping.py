"""Putting similar propositions under one, and taking them out again (docs/adr/0025)."""

from collections.abc import Sequence
from datetime import datetime

from participe.accounts.models import Account, Person
from participe.extensions import db
from participe.kernel import events
from participe.proposals.errors import (
    AlreadyGrouped,
    AlreadyInGroup,
    GroupAnswered,
    NotGroupable,
    NotGrouped,
)
from participe.proposals.events import GroupLeft, ProposalsGrouped
from participe.proposals.models import Grouping, Outcome, Proposal
from participe.proposals.queries import grouping
from participe.proposals.services import holding, supporting


def check_lead(lead: Proposal) -> None:
    """Raise the Refusal that says why nothing can be put under this proposition, if so."""
    if lead.lead_id is not None:
        raise AlreadyGrouped
    if not _stands_beside(lead, lead):
        raise NotGroupable


def group(
    lead: Proposal, members: Sequence[Proposal], *, by: Account, reason: str, at: datetime
) -> None:
    """Put propositions of the same consultation under one: people count once in all of it.

    The earliest promise of an answer becomes the lead's. Raises NotGroupable for what is not
    public, answered or elsewhere, AlreadyGrouped for what already stands in a group or leads
    one; a lead takes more members at any time before the answer.
    """
    holding.hold([lead, *members])
    _ensure_groupable(lead, members)
    for member in members:
        member.lead_id = lead.id
        row = Grouping(member=member, lead=lead, reason=reason, grouped_by=by, grouped_at=at)
        db.session.add(row)
    _take_promise(lead, members)
    db.session.flush()
    supporting.count_people(lead)
    supporting.keep_promise(lead, at)
    events.publish(ProposalsGrouped(lead, tuple(members), reason, at))


def leave(proposal: Proposal, *, by: Account, at: datetime, reason: str = "") -> None:
    """Take a proposition out of its group; when the lead goes, the group ends.

    The authors of the group are told, with the reason if there is one. Raises NotGrouped, and
    GroupAnswered once the commune has answered. Supports stay where they were given, and what
    was promised stays promised.
    """
    holding.hold([proposal])
    head = grouping.head(proposal)
    if not head.leads:
        raise NotGrouped
    if head.is_answered:
        raise GroupAnswered
    members = grouping.members(head) if proposal is head else [proposal]
    for member in members:
        grouping.current(member).left_reason = reason
    _take_out(members, head, by, at)


def end(lead: Proposal, *, by: Person | None, at: datetime) -> None:
    """Let all that stand under a proposition stand by themselves, if it may still change.

    A text that nobody can read any more leads no group; what was answered stays as it is.
    Nobody does it (`by`) when moderation took the text out of sight.
    """
    holding.hold([lead])
    if lead.leads and not lead.is_answered:
        _take_out(grouping.members(lead), lead, by, at)


def mark_answered(proposal: Proposal, *, outcome: Outcome | None, at: datetime) -> None:
    """Note an answer on a proposition and on all that stand under it; the first keeps its day.

    Raises AlreadyInGroup for a member: its lead is what the commune answers.
    """
    holding.hold([proposal])
    if proposal.lead_id is not None:
        raise AlreadyInGroup
    for answered in (proposal, *grouping.members(proposal)):
        answered.answered_at = answered.answered_at or at
        answered.outcome = outcome
    db.session.flush()


def _ensure_groupable(lead: Proposal, members: Sequence[Proposal]) -> None:
    check_lead(lead)
    if any(member.lead_id is not None or member.leads for member in members):
        raise AlreadyGrouped
    if lead in members or not members or not all(_stands_beside(lead, p) for p in members):
        raise NotGroupable


def _stands_beside(lead: Proposal, proposal: Proposal) -> bool:
    is_public = not proposal.is_hidden and not proposal.is_withdrawn
    return (
        is_public and not proposal.is_answered and proposal.consultation_id == lead.consultation_id
    )


def _take_promise(lead: Proposal, members: Sequence[Proposal]) -> None:
    """Give the lead the earliest promise of the group, with the day on which it was made."""
    promised = [p for p in (lead, *members) if p.due_on is not None]
    if promised:
        first = min(promised, key=lambda p: (p.due_on, p.id))
        lead.due_on, lead.threshold_reached_at = first.due_on, first.threshold_reached_at


def _take_out(members: Sequence[Proposal], lead: Proposal, by: Person | None, at: datetime) -> None:
    rows = [grouping.current(member) for member in members]
    for row in rows:
        row.left_by, row.left_at = by, at
        row.member.lead_id = None
    db.session.flush()
    if grouping.members(lead):
        supporting.count_people(lead)
    else:
        lead.people_count = None
        db.session.flush()
    for row in rows:
        events.publish(GroupLeft(row.member, lead, by, at, row.left_reason))
