"""The blueprint on which all pages about moderation stand."""

from flask import Blueprint

from participe.contributions.locating import locate
from participe.moderation import policies, wording

bp = Blueprint("moderation", __name__, url_prefix="/<commune>")


@bp.context_processor
def words_for_templates() -> dict[str, object]:
    return {"moderation_words": wording, "moderation_policies": policies, "locate": locate}
