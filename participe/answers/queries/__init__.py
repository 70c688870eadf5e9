"""Reads about answers, by use; what other packages ask for may be asked of the room itself."""

from participe.answers.queries.finding import current, draft_of, lock, story, versions
from participe.answers.queries.public import latest, published
from participe.answers.queries.waiting import (
    count_due,
    count_late,
    count_pressing,
    drafts,
    due,
    to_sign,
    unanswered,
)

__all__ = [
    "count_due",
    "count_late",
    "count_pressing",
    "current",
    "draft_of",
    "drafts",
    "due",
    "latest",
    "lock",
    "published",
    "story",
    "to_sign",
    "unanswered",
    "versions",
]
