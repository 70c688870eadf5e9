"""The blueprint on which all pages about texts stand, and how they find theirs."""

from flask import Blueprint, abort

from participe.accounts.session import current_person
from participe.communes.tenancy import current_commune
from participe.consultations import policies as consultation_policies
from participe.consultations import queries as consultations
from participe.consultations.models import Consultation
from participe.kernel.authorization import require_seen

bp = Blueprint("texts", __name__, url_prefix="/<commune>")


def find_consultation(slug: str) -> Consultation:
    """Return a consultation that exists for this person."""
    consultation = consultations.find(current_commune(), slug) or abort(404)
    require_seen(consultation_policies.may_see(current_person(), consultation))
    return consultation
