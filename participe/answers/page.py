"""What higher packages add to the page on which an answer is prepared, and where questions are."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import url_for

from participe.answers.models import Clarification
from participe.answers.queries.cases import Promised
from participe.kernel.registry import Registry

Panel = Callable[[Promised, datetime], Mapping[str, Any]]

# Each panel gives names to the template `answers/edit.html`.
DESK_PANELS: Registry[Panel] = Registry("answers.page")


def context(promised: Promised, at: datetime) -> dict[str, Any]:
    """Gather what all panels give."""
    return {name: value for panel in DESK_PANELS for name, value in panel(promised, at).items()}


def address(clarification: Clarification) -> str:
    """Return the place of a clarification, below the answer it is about."""
    proposal = clarification.response.proposal
    anchor = f"precision-{clarification.id}"
    return url_for("proposals.show", number=proposal.number, slug=proposal.slug, _anchor=anchor)
