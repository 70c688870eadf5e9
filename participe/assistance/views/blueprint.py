"""The blueprint on which all pages about assisted sessions stand."""

from flask import Blueprint

from participe.assistance.wording import journal as journal_words
from participe.assistance.wording import people as people_words
from participe.assistance.wording import sessions as session_words

bp = Blueprint("assistance", __name__, url_prefix="/<commune>")


@bp.context_processor
def words_for_templates() -> dict[str, object]:
    return {
        "session_words": session_words,
        "people_words": people_words,
        "journal_words": journal_words,
    }
