"""What the author changes after publication: the text, how it is filed, or all of it back."""

import re
from datetime import datetime

from participe.accounts.models import Account
from participe.contributions import services as contributions
from participe.extensions import db
from participe.kernel import events
from participe.kernel.differences import Kind, differences
from participe.proposals.errors import AlreadyAnswered, NoLongerPublic
from participe.proposals.events import ProposalChanged, ProposalWithdrawn
from participe.proposals.models import Proposal, Theme
from participe.proposals.services import grouping, indexing

# So many words may come or go before those who support a text must read it again.
FEW_WORDS = 5
_WORD = re.compile(r"[^\W_]+")


def ensure_editable(proposal: Proposal) -> None:
    """Raise the Refusal that says why the author can no longer change this, if so."""
    if proposal.is_hidden or proposal.is_withdrawn:
        raise NoLongerPublic
    if proposal.is_answered:
        raise AlreadyAnswered


def edit(
    proposal: Proposal,
    *,
    by: Account,
    text: tuple[str, str],
    based_on: int,
    at: datetime,
    note: str = "",
) -> bool:
    """Replace (title, body) and keep the former; tell whether anything changed.

    Raises ChangedMeanwhile when `based_on` is not the version that stands. Supporters are
    told of a change of substance.
    """
    ensure_editable(proposal)
    before = (proposal.title, proposal.body)
    if not contributions.revise(proposal, by=by, text=text, based_on=based_on, at=at, note=note):
        return False
    indexing.index(proposal)
    is_supported = bool(proposal.supports_count or proposal.people_count)
    if is_supported and is_of_substance(before, text):
        events.publish(ProposalChanged(proposal, at))
    return True


def is_of_substance(before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Tell whether a change is more than a few words of the text: any word of the title is."""
    title, new_title = (_WORD.findall(text.casefold()) for text in (before[0], after[0]))
    if title != new_title:
        return True
    changed = [piece.text for piece in differences(before[1], after[1]) if piece.kind != Kind.SAME]
    return len(_WORD.findall(" ".join(changed))) > FEW_WORDS


def file(proposal: Proposal, *, theme: Theme | None, locality: str) -> None:
    """Say what the proposition is about and where; neither makes a new version."""
    ensure_editable(proposal)
    proposal.theme = theme
    proposal.locality = locality
    db.session.flush()


def withdraw(proposal: Proposal, *, reason: str, at: datetime) -> None:
    """Take a proposition back: its page stays, with the reason, and its supports are closed.

    The group that it leads ends, so that those who stand in it can be supported again.
    """
    if proposal.is_hidden:
        raise NoLongerPublic
    grouping.end(proposal, by=proposal.author, at=at)
    contributions.withdraw(proposal, reason=reason, at=at)
    events.publish(ProposalWithdrawn(proposal))
