"""What happens to commitments."""

from dataclasses import dataclass

from participe.commitments.models import Commitment, CommitmentUpdate, Observation


@dataclass(frozen=True)
class CommitmentMade:
    """The commune committed itself in public."""

    commitment: Commitment


@dataclass(frozen=True)
class CommitmentUpdated:
    """The commune said where a commitment stands; it is public from now on."""

    update: CommitmentUpdate


@dataclass(frozen=True)
class ObservationReplied:
    """The commune replied to what a resident sees of a commitment."""

    observation: Observation
