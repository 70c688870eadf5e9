"""Groups of propositions, and what is done to them, said briefly."""

from datetime import datetime

from participe.accounts.models import Account
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal, Support
from participe.proposals.queries import grouping as queries
from participe.proposals.services import grouping, supporting
from tests.factories import (
    a_consultation,
    a_proposal,
    a_resident,
    a_staff_member,
    a_support,
)

TAKEN_OUT = "Elles demandent la même chose."


def some(number: int, **values: object) -> list[Proposal]:
    """Make so many propositions of one consultation."""
    consultation = a_consultation(**values)
    return [a_proposal(consultation=consultation) for _ in range(number)]


def put(lead: Proposal, *members: Proposal, at: datetime | None = None) -> None:
    by = a_staff_member(commune=lead.commune)
    grouping.group(lead, members, by=by, reason=TAKEN_OUT, at=at or clock.now())
    db.session.commit()


def backers(number: int, of: Proposal) -> list[Account]:
    people = [a_resident(commune=of.commune) for _ in range(number)]
    for person in people:
        a_support(of=of, by=person)
    return people


def give(proposal: Proposal, person: Account) -> None:
    supporting.support(proposal, person=person, at=clock.now())


def take_back(proposal: Proposal, person: Account) -> None:
    supporting.withdraw_support(proposal, person=person, at=clock.now())


def assert_counted(*proposals: Proposal) -> None:
    """Hold each counter against its rows, and that of a group against its people."""
    db.session.expire_all()
    for proposal in proposals:
        given = db.session.query(Support).filter_by(proposal_id=proposal.id, withdrawn_at=None)
        assert proposal.supports_count == given.count()
        if proposal.leads:
            assert proposal.people_count == queries.people(proposal)
