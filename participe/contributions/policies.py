"""Who may do what with a contribution of any kind: no question is asked of the database."""

from participe.accounts.models import Whoever
from participe.contributions.models import Contribution


def is_author(who: Whoever, contribution: Contribution) -> bool:
    return who.is_authenticated and who.id == contribution.author_id


def may_see(who: Whoever, contribution: Contribution) -> bool:
    """Tell whether the text itself may be read; of a hidden one others read the reason only."""
    return (
        not contribution.is_hidden or is_author(who, contribution) or _works_here(who, contribution)
    )


def _works_here(who: Whoever, contribution: Contribution) -> bool:
    return who.is_staff and who.commune_id == contribution.commune_id
