"""Who may moderate what: no question is asked of the database."""

from collections.abc import Iterable

from participe.accounts.models import Whoever
from participe.contributions.models import Contribution
from participe.moderation.models import Measure, ModerationDecision, Notice


def may_moderate(who: Whoever, contribution: Contribution) -> bool:
    """Tell whether this is a text of the commune whose staff this person is."""
    return who.is_staff and who.commune_id == contribution.commune_id


def may_decide(who: Whoever, contribution: Contribution, notices: Iterable[Notice]) -> bool:
    """Tell whether this person may decide on a text with these open notices.

    Nobody decides on what they wrote or typed for another, nor on a notice they sent (M-2).
    """
    concerned = {contribution.author_id, contribution.acted_by_id}
    concerned.update(notice.notifier_id for notice in notices if notice.notifier_id)
    return may_moderate(who, contribution) and who.id not in concerned


def may_undo(who: Whoever, decision: ModerationDecision) -> bool:
    """Tell whether the decision is one's own; until when is the decision's to say."""
    return who.is_staff and who.id == decision.decided_by_id


def may_see(who: Whoever, decision: ModerationDecision) -> bool:
    """Tell whether the statement of reasons is for this person: staff, and the author restricted.

    That a text was reported and kept is nothing its author needs to know.
    """
    restricted = decision.measure is Measure.HIDE
    return may_moderate(who, decision.contribution) or (
        restricted and who.is_authenticated and who.id == decision.contribution.author_id
    )
