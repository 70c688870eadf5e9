"""What happens to propositions."""

from dataclasses import dataclass
from datetime import datetime

from participe.accounts.models import Person
from participe.proposals.models import Amendment, Proposal


@dataclass(frozen=True)
class ProposalPublished:
    """A proposition is public from now on."""

    proposal: Proposal


@dataclass(frozen=True)
class ProposalChanged:
    """The author changed what a supported proposition says; those who support it are told."""

    proposal: Proposal
    at: datetime


@dataclass(frozen=True)
class ThresholdReached:
    """A proposition has the supports that oblige the commune to answer; published once."""

    proposal: Proposal


@dataclass(frozen=True)
class ProposalWithdrawn:
    """The author took a proposition back."""

    proposal: Proposal


@dataclass(frozen=True)
class ProposalsGrouped:
    """Staff put propositions under another, for a reason that everyone reads."""

    lead: Proposal
    members: tuple[Proposal, ...]
    reason: str
    at: datetime


@dataclass(frozen=True)
class GroupLeft:
    """A proposition stands for itself again: somebody took it out, or its lead is hidden."""

    proposal: Proposal
    lead: Proposal
    by: Person | None
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class AmendmentSuggested:
    """Somebody suggests another wording for a proposition."""

    amendment: Amendment


@dataclass(frozen=True)
class AmendmentAnswered:
    """The author took a suggested wording, or declined it with a word."""

    amendment: Amendment


@dataclass(frozen=True)
class SupportGiven:
    """Somebody backs a proposition, or its group; `acted_by` gave it in their name."""

    proposal: Proposal
    person: Person
    acted_by: Person
    at: datetime


@dataclass(frozen=True)
class SupportTakenBack:
    """Somebody no longer backs a proposition, or its group."""

    proposal: Proposal
    person: Person
    at: datetime
