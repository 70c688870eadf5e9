"""Handing the supports and drafts of somebody without an account over to the account they made."""

from datetime import datetime

from sqlalchemy import update

from participe.accounts.models import Account
from participe.extensions import db
from participe.proposals.models import Proposal, ProposalDraft, Support
from participe.proposals.queries import grouping, owned
from participe.proposals.services import holding
from participe.proposals.services.supporting import add_to_counter, count_people

_BELONGS = (
    (Support, Support.person_id),
    (Support, Support.acted_by_id),
    (ProposalDraft, ProposalDraft.person_id),
)


def hand_over(person: Account, account: Account, *, at: datetime) -> None:
    """Move them; of a support that both gave, the account's own stays and counts once.

    Groups are held first, so that the account cannot support the same at this very moment.
    """
    holding.hold(owned.supported_by(person))
    already = {given.proposal_id for given in owned.supports_of(account, limit=None)}
    groups = set[Proposal]()
    for given in owned.all_supports_of(person):
        proposal = given.proposal
        if given.withdrawn_at is None and proposal.id in already:
            given.withdrawn_at = at
            add_to_counter(proposal.id, -1)
            db.session.expire(proposal, ["supports_count"])
        groups.add(grouping.head(proposal))
    db.session.flush()
    for table, column in _BELONGS:
        db.session.execute(
            update(table)
            .where(column == person.id)
            .values({column.key: account.id})
            .execution_options(synchronize_session="fetch")
        )
    for head in groups:
        if head.leads:
            count_people(head)
