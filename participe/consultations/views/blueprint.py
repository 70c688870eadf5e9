"""The blueprint on which all pages about consultations stand, and how they find theirs."""

from typing import NoReturn

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug import Response

from participe.accounts.session import current_person
from participe.communes.tenancy import current_commune
from participe.consultations import policies, queries
from participe.consultations.models import Consultation
from participe.consultations.wording import consultations as consultation_words
from participe.consultations.wording import contracts as contract_words
from participe.consultations.wording import phases as phase_words
from participe.kernel.authorization import require_seen

bp = Blueprint("consultations", __name__, url_prefix="/<commune>")
Page = str | tuple[str, int]
Answer = Page | Response


@bp.context_processor
def words_for_templates() -> dict[str, object]:
    return {
        "consultation_words": consultation_words,
        "contract_words": contract_words,
        "phase_words": phase_words,
    }


def find(slug: str) -> Consultation:
    """Return the consultation at this address; from a former address, lead to the present one."""
    return queries.find(current_commune(), slug) or _lead_to_present_address(slug)


def _lead_to_present_address(slug: str) -> NoReturn:
    moved = queries.find_moved(current_commune(), slug)
    if moved is None or request.method == "POST":
        abort(404)
    require_seen(policies.may_see(current_person(), moved))
    values = {**(request.view_args or {}), "slug": moved.slug, **request.args}
    abort(redirect(url_for(str(request.endpoint), **values), 301))


def find_visible(slug: str) -> Consultation:
    """Return a consultation that exists for this person."""
    consultation = find(slug)
    require_seen(policies.may_see(current_person(), consultation))
    return consultation


def find_to_prepare(slug: str) -> Consultation:
    """Return a consultation that this person prepares, published or not."""
    consultation = find(slug)
    require_seen(policies.may_prepare(current_person(), consultation))
    return consultation
