"""Holding groups of propositions still while one of them changes.

The row of a group's head is the lock of the whole group; a proposition by itself is its own
head. Who needs several takes the heads first, in the order of their numbers, and touches the
members only then: so nobody waits in a circle (docs/adr/0025).
"""

from collections.abc import Sequence

from participe.communes.models import Commune
from participe.extensions import db
from participe.proposals.models import Proposal
from participe.proposals.queries import finding, grouping


def hold(proposals: Sequence[Proposal]) -> None:
    """Lock the groups of these propositions, which are read again; each may be by itself.

    When one was grouped, or taken out, while we waited, the locks of the wrong heads are
    given back before the right ones are taken.
    """
    heads = {proposal.lead_id or proposal.id for proposal in proposals}
    while True:
        attempt = db.session.begin_nested()
        grouping.lock_heads(heads)
        found = grouping.read_again(proposals)
        if found <= heads:
            attempt.commit()
            return
        attempt.rollback()
        heads = {proposal.lead_id or proposal.id for proposal in proposals}


def find(commune: Commune, number: int) -> Proposal | None:
    """Return a proposition whose group, most often itself alone, is held.

    The clock is read after this, so that a request which had to wait past the closing
    instant is too late [V-4].
    """
    attempt = db.session.begin_nested()
    proposal = finding.find_to_change(commune, number)
    if proposal is None or proposal.lead_id is None:
        attempt.commit()
        return proposal
    attempt.rollback()
    hold([proposal])
    return proposal
