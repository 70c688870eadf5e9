"""Who may do what with commitments: no question is asked of the database."""

from participe.accounts.models import Whoever
from participe.commitments.models import Observation
from participe.communes.models import Commune
from participe.contributions import policies as contributions


def may_update(who: Whoever, commune: Commune) -> bool:
    """Tell whether this person keeps the commune's commitments up to date, and replies for it."""
    return (who.is_staff or who.is_official) and who.commune_id == commune.id


def may_follow(who: Whoever, commune: Commune) -> bool:
    """Tell whether this person is told of commitments; a visitor is once they have signed in."""
    return who.is_authenticated and not who.is_participant and who.commune_id == commune.id


def may_observe(who: Whoever, commune: Commune) -> bool:
    """Tell whether this person says what they see: nobody vouches for the word of their house."""
    return may_follow(who, commune) and not who.is_of_the_house


def may_read(who: Whoever, observation: Observation) -> bool:
    """Tell whether the words may be read: of a hidden one, others read the reason only."""
    return contributions.may_see(who, observation) and not observation.is_withdrawn


def may_withdraw(who: Whoever, observation: Observation) -> bool:
    return contributions.is_author(who, observation) and not observation.is_withdrawn
