"""Who may prepare and who may sign an answer; staff prepare, only an official signs."""

from datetime import date

from participe.accounts.models import Whoever
from participe.answers.models import Clarification
from participe.communes.models import Commune
from participe.contributions import policies as contributions
from participe.proposals.models import Proposal


def may_prepare(who: Whoever, commune: Commune) -> bool:
    return (who.is_staff or who.is_official) and who.commune_id == commune.id


def may_sign(who: Whoever, proposal: Proposal, day: date) -> bool:
    """Tell whether this person has a mandate on this day, and did not write the proposition."""
    return (
        who.commune_id == proposal.commune_id
        and who.mandate_on(day) is not None
        and who.id != proposal.author_id
    )


def may_withdraw(who: Whoever, clarification: Clarification) -> bool:
    return contributions.is_author(who, clarification) and not clarification.is_withdrawn
