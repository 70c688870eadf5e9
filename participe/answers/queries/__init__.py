"""Reads about answers, by use; what the other floors ask for can be asked of the room itself."""

from participe.answers.queries.finding import current, draft_of, lock, versions
from participe.answers.queries.public import Punctuality, latest, published, punctuality
from participe.answers.queries.waiting import count_due, count_late, drafts, due, late, to_sign

__all__ = [
    "Punctuality",
    "count_due",
    "count_late",
    "current",
    "draft_of",
    "drafts",
    "due",
    "late",
    "latest",
    "lock",
    "published",
    "punctuality",
    "to_sign",
    "versions",
]
