"""The blueprint on which all pages about answers stand."""

from flask import Blueprint

from participe.accounts.wording import CHANNELS
from participe.answers import policies, wording
from participe.proposals.wording import outcomes as outcome_words

bp = Blueprint("answers", __name__, url_prefix="/<commune>")


@bp.context_processor
def words_for_templates() -> dict[str, object]:
    return {
        "answer_words": wording,
        "CHANNELS": CHANNELS,
        "answer_policies": policies,
        "outcome_words": outcome_words,
    }
