"""Keeping the words under which a proposition is found."""

from participe.extensions import db
from participe.kernel.html import excerpt
from participe.kernel.search import terms
from participe.proposals.models import Proposal, ProposalSearch


def index(proposal: Proposal) -> None:
    """Write the search text anew, from the title and the text as they are."""
    body = excerpt(proposal.body, proposal.body_format, len(proposal.body) + 1)
    words = terms(f"{proposal.title} {body}")
    db.session.merge(ProposalSearch(proposal_id=proposal.id, terms=words))
    db.session.flush()
