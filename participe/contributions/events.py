"""What happens to contributions of any kind."""

from dataclasses import dataclass
from datetime import datetime

from participe.accounts.models import Person
from participe.contributions.models import Contribution


@dataclass(frozen=True)
class ContributionHidden:
    """A moderation decision took a text out of sight, with a reason."""

    contribution: Contribution
    at: datetime


@dataclass(frozen=True)
class ContributionRestored:
    """A hidden text is public again."""

    contribution: Contribution
    at: datetime


@dataclass(frozen=True)
class ContributionRevised:
    """A text was replaced by another; the former is kept among its versions."""

    contribution: Contribution
    by: Person
    at: datetime


@dataclass(frozen=True)
class ContributionWithdrawn:
    """A text was taken back, by its author or in their name."""

    contribution: Contribution
    at: datetime
