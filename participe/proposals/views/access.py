"""Finding the proposition that an address names, for those who may see it."""

from collections.abc import Callable

from flask import abort, request

from participe.accounts.session import current_person
from participe.communes.models import Commune
from participe.communes.tenancy import current_commune
from participe.kernel.authorization import Hidden, require
from participe.proposals import policies
from participe.proposals.models import Proposal
from participe.proposals.queries import finding

Finder = Callable[[Commune, int], Proposal | None]


def find(number: int, finder: Finder = finding.find) -> Proposal:
    """Return a proposition of this commune; of a hidden one all others read the reason (410)."""
    proposal = finder(current_commune(), number) or abort(404)
    ensure_seen(proposal)
    return proposal


def ensure_seen(proposal: Proposal) -> None:
    if not policies.may_see(current_person(), proposal):
        raise Hidden(proposal.hidden_reason or "")


def ensure_read(proposal: Proposal) -> None:
    """Stop where the text itself was: its author took it back, and their reason stands instead."""
    if not policies.may_read_text(current_person(), proposal):
        raise Hidden(proposal.withdrawn_reason)


def find_own(number: int) -> Proposal:
    """Return a proposition that is this person's to change; a POST, which may, takes its lock."""
    proposal = find(number, finding.find_to_change if request.method == "POST" else finding.find)
    require(policies.may_edit(current_person(), proposal))
    return proposal
