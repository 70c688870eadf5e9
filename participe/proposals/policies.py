"""Who may do what with a proposition: no question is asked of the database.

Whether the moment is right is for the phases and the services, which raise a Refusal.
"""

from participe.accounts.models import Account, Whoever
from participe.contributions import policies as contributions
from participe.proposals.models import Proposal


def may_see(who: Whoever, proposal: Proposal) -> bool:
    """Tell whether the page itself is shown; of a hidden one all others read the reason only."""
    return contributions.may_see(who, proposal)


def may_read_text(who: Whoever, proposal: Proposal) -> bool:
    """Tell whether text and photos are shown: of what was withdrawn, to its author and staff."""
    return may_see(who, proposal) and (not proposal.is_withdrawn or _is_close(who, proposal))


def may_support(who: Whoever, proposal: Proposal) -> bool:
    """Tell whether somebody is one of those whose support counts; the author is one too."""
    return who.is_authenticated and who.commune_id == proposal.commune_id


def may_edit(who: Whoever, proposal: Proposal) -> bool:
    """Tell whether text, filing, photos are this person's to change: staff never do it [M-15]."""
    return contributions.is_author(who, proposal)


def may_withdraw(who: Whoever, proposal: Proposal) -> bool:
    return contributions.is_author(who, proposal)


def may_suggest(who: Whoever, proposal: Proposal) -> bool:
    """Tell whether another wording can be suggested: to an author who can still answer.

    Whoever is helped in a session could not be told of the answer.
    """
    is_public = not proposal.is_hidden and not proposal.is_withdrawn
    may_change = is_public and not proposal.is_answered
    is_other = not who.is_participant and not contributions.is_author(who, proposal)
    return may_change and is_other and _can_decide(proposal)


def may_ungroup(who: Whoever, proposal: Proposal) -> bool:
    """Tell whether this person may take it out of its group: its author and staff."""
    return _is_close(who, proposal)


def may_group(who: Whoever, proposal: Proposal) -> bool:
    return who.is_staff and who.commune_id == proposal.commune_id


def _is_close(who: Whoever, proposal: Proposal) -> bool:
    works_here = who.is_staff and who.commune_id == proposal.commune_id
    return works_here or contributions.is_author(who, proposal)


def _can_decide(proposal: Proposal) -> bool:
    author = proposal.author
    return isinstance(author, Account) and author.has_account and not author.is_erased
