"""Who may read, write, approve and publish a bilan: no question is asked of the database."""

from participe.accounts.models import Whoever
from participe.communes.models import Commune
from participe.consultations.models import Consultation


def may_follow(who: Whoever, commune: Commune) -> bool:
    """Tell whether bilans in preparation are shown to this person: the house reads them."""
    return who.is_of_the_house and who.commune_id == commune.id


def may_write(who: Whoever, consultation: Consultation) -> bool:
    return who.is_staff and who.commune_id == consultation.commune_id


def may_approve(who: Whoever, consultation: Consultation) -> bool:
    return who.is_director and who.commune_id == consultation.commune_id


def may_publish(who: Whoever, consultation: Consultation) -> bool:
    """Tell whether this person may publish what was approved: those who write it."""
    return may_write(who, consultation)
