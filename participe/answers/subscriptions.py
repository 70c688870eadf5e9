"""What answers add to the pages of the packages below."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask

from participe.accounts.models import Whoever
from participe.answers import policies, queries, wording
from participe.proposals import wording as outcome_words
from participe.proposals.models import Proposal
from participe.proposals.page import PANELS


def register(app: Flask) -> None:
    """Put the answer on the page of its proposition."""
    PANELS.add(app, _on_proposal)


def _on_proposal(proposal: Proposal, who: Whoever, at: datetime) -> Mapping[str, Any]:
    """Give the newest answer and its earlier versions, and the words to show them with."""
    versions = queries.versions(proposal) if proposal.is_answered else ()
    return {
        "answer": versions[0] if versions else None,
        "earlier_answers": versions[1:],
        "answer_words": wording,
        "outcome_words": outcome_words,
        "may_answer": policies.may_prepare(who, proposal.commune),
        "now": at,
    }
