"""Drafts for tests to work on."""

from typing import Any

from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import ProposalDraft
from participe.proposals.services.drafting import KEPT_FOR
from tests.factories import a_consultation, a_resident


def a_draft(**values: Any) -> ProposalDraft:
    """Make the draft of a resident; `person=None` makes a visitor's."""
    consultation = values.pop("consultation", None) or a_consultation()
    if "person" not in values:
        values["person"] = a_resident(commune=consultation.commune)
    defaults = {
        "consultation": consultation,
        "title": "Une fontaine",
        "body": "Près du tilleul.",
        "saved_at": clock.now(),
        "expires_at": clock.now() + KEPT_FOR,
    }
    draft = ProposalDraft(**defaults | values)
    db.session.add(draft)
    db.session.commit()
    return draft
