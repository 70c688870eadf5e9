"""What happens to contributions of any kind."""

from dataclasses import dataclass
from datetime import datetime

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
