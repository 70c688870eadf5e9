"""The blueprint on which all pages about texts stand, and how they find theirs."""

from flask import Blueprint

from participe.consultations.models import Consultation
from participe.consultations.views.blueprint import find_visible

bp = Blueprint("texts", __name__, url_prefix="/<commune>")


def find_consultation(slug: str) -> Consultation:
    """Return a consultation that exists for this person; a former address leads to its own."""
    return find_visible(slug)
