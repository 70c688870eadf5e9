"""What happens to propositions."""

from dataclasses import dataclass
from datetime import datetime

from participe.proposals.models import Proposal


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
