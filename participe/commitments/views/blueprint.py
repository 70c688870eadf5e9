"""The blueprint on which all pages about commitments stand."""

from flask import Blueprint, abort, url_for

from participe.commitments import policies, wording
from participe.commitments.models import Commitment, State
from participe.commitments.queries import finding
from participe.communes.tenancy import current_commune

bp = Blueprint("commitments", __name__, url_prefix="/<commune>")


@bp.context_processor
def words_for_templates() -> dict[str, object]:
    return {"commitment_words": wording, "commitment_policies": policies, "State": State}


def find(commitment_number: int) -> Commitment:
    return finding.find(current_commune(), commitment_number) or abort(404)


def address(commitment: Commitment, anchor: str | None = None) -> str:
    return url_for(
        "commitments.show",
        commitment_number=commitment.number,
        slug=commitment.slug,
        _anchor=anchor,
    )
