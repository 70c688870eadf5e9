"""The blueprint on which all pages about reports stand, and how they find theirs."""

from flask import Blueprint, abort

from participe.accounts.session import current_account
from participe.consultations.models import Consultation
from participe.consultations.views.blueprint import find_visible
from participe.kernel.authorization import require, require_seen
from participe.proposals.wording import outcomes as outcome_words
from participe.reports import policies, wording
from participe.reports.models import OutcomeReport
from participe.reports.queries import finding

bp = Blueprint("reports", __name__, url_prefix="/<commune>")
Page = str | tuple[str, int]


@bp.context_processor
def words_for_templates() -> dict[str, object]:
    return {
        "report_words": wording,
        "report_policies": policies,
        "outcome_words": outcome_words,
    }


def find_to_follow(slug: str) -> Consultation:
    """Return a published consultation whose bilan this person reads before everyone does."""
    consultation = find_visible(slug)
    require(policies.may_follow(current_account(), consultation.commune))
    require_seen(consultation.is_published)
    return consultation


def find_report(consultation: Consultation) -> OutcomeReport:
    """Return the bilan that was begun for a consultation."""
    return finding.of_consultation(consultation) or abort(404)
