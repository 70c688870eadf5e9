"""What happens in moderation."""

from dataclasses import dataclass

from participe.moderation.models import ModerationDecision, Notice


@dataclass(frozen=True)
class NoticeReceived:
    """Somebody reported a text; it was acknowledged at once with a number (DSA art. 16.4)."""

    notice: Notice


@dataclass(frozen=True)
class DecisionMade:
    """A text was kept or hidden. Letters about it wait until it can no longer be undone."""

    decision: ModerationDecision


@dataclass(frozen=True)
class DecisionUndone:
    """Within its ten minutes, a decision was taken back by who made it: no letter tells of it."""

    decision: ModerationDecision
