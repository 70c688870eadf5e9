"""Cleaning imported texts and finding their words, before the database is asked to write."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from participe.discussions.models import Comment
from participe.exchange.services.checking import Plan
from participe.exchange.services.rows import PropositionRow
from participe.kernel.html import TextFormat, excerpt
from participe.kernel.search import terms
from participe.proposals.models import Proposal

_WRITTEN = ("title", "body", "body_format", "body_html", "sanitiser_version")


@dataclass
class Texts:
    """The columns that hold the text of each new row, and the terms of each proposition."""

    propositions: dict[str, dict[str, Any]] = field(default_factory=dict)
    comments: dict[str, dict[str, Any]] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)


def prepare(plan: Plan, advance: Callable[[int], None]) -> Texts:
    """Clean all new texts, as the models themselves do, and tell how many more are done."""
    texts = Texts()
    for id_, row in plan.propositions.items():
        proposal = Proposal()
        proposal.write(title=row.title, body=row.body, body_format=row.text_format)
        texts.propositions[id_] = _columns(proposal, *_WRITTEN, "excerpt")
        texts.terms[id_] = terms(f"{row.title} {_words(row)}")
        advance(1)
    for id_, comment_row in plan.comments.items():
        comment = Comment()
        comment.write(title="", body=comment_row.body, body_format=TextFormat.PLAIN)
        texts.comments[id_] = _columns(comment, *_WRITTEN)
        advance(1)
    return texts


def _words(row: PropositionRow) -> str:
    """Return the words of a text without its markup, which nobody looks for."""
    return excerpt(row.body, row.text_format, len(row.body) + 1)


def _columns(written: Proposal | Comment, *names: str) -> dict[str, Any]:
    return {name: getattr(written, name) for name in names}
