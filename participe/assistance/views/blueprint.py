"""The blueprint on which all pages about assisted sessions stand."""

from flask import Blueprint

from participe.assistance import wording

bp = Blueprint("assistance", __name__, url_prefix="/<commune>")


@bp.context_processor
def words_for_templates() -> dict[str, object]:
    return {"session_words": wording}
