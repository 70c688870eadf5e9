"""Keeping the words under which a proposition is found."""

from participe.extensions import db
from participe.kernel.search import terms
from participe.proposals.models import Proposal, ProposalSearch


def index(proposal: Proposal) -> None:
    """Write the search text anew, from the title and the text as they are."""
    words = terms(f"{proposal.title} {proposal.body}")
    db.session.merge(ProposalSearch(proposal_id=proposal.id, terms=words))
    db.session.flush()
