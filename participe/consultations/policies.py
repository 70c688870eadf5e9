"""Who may see and who may prepare a consultation; when is the business of its phases."""

from participe.accounts.models import Whoever
from participe.communes.models import Commune
from participe.consultations.models import Consultation


def may_see(who: Whoever, consultation: Consultation) -> bool:
    """Tell whether it exists for this person: a draft does for the commune's staff only."""
    return consultation.is_published or may_prepare(who, consultation)


def may_prepare(who: Whoever, consultation: Consultation) -> bool:
    return who.is_staff and who.commune_id == consultation.commune_id


def may_begin(who: Whoever, commune: Commune) -> bool:
    return who.is_staff and who.commune_id == commune.id
