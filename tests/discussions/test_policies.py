"""Tests of participe.discussions.policies: no application, no database."""

from datetime import UTC, datetime

import pytest

from participe.accounts.models import Account, Visitor, Whoever
from participe.discussions import policies
from participe.discussions.models import Comment
from participe.proposals.models import Proposal

AUTHOR = Account(id=1, commune_id=1)
NEIGHBOUR = Account(id=2, commune_id=1)
FROM_ELSEWHERE = Account(id=3, commune_id=2)
VISITOR = Visitor()
THEN = datetime(2030, 1, 1, tzinfo=UTC)
STATES: dict[str, dict[str, datetime]] = {
    "public": {},
    "hidden": {"hidden_at": THEN},
    "withdrawn": {"withdrawn_at": THEN},
}


@pytest.mark.parametrize(
    ("who", "state", "allowed"),
    [
        (NEIGHBOUR, "public", True),
        (NEIGHBOUR, "hidden", False),
        (NEIGHBOUR, "withdrawn", False),
        (FROM_ELSEWHERE, "public", False),
        (VISITOR, "public", False),
    ],
)
def test_may_comment(who: Whoever, state: str, allowed: bool) -> None:
    subject = Proposal(commune_id=1, author_id=1, **STATES[state])

    assert policies.may_comment(who, subject) is allowed


@pytest.mark.parametrize(
    ("who", "state", "may_edit", "may_withdraw"),
    [
        (AUTHOR, "public", True, True),
        (AUTHOR, "hidden", False, True),
        (AUTHOR, "withdrawn", False, False),
        (NEIGHBOUR, "public", False, False),
        (VISITOR, "public", False, False),
    ],
)
def test_may_edit_and_withdraw(
    who: Whoever, state: str, may_edit: bool, may_withdraw: bool
) -> None:
    comment = Comment(commune_id=1, author_id=1, **STATES[state])

    assert policies.may_edit(who, comment) is may_edit
    assert policies.may_withdraw(who, comment) is may_withdraw


@pytest.mark.parametrize(
    ("who", "state", "allowed"),
    [
        (VISITOR, "public", True),
        (VISITOR, "hidden", False),
        (AUTHOR, "hidden", True),
        (AUTHOR, "withdrawn", False),
    ],
)
def test_may_see_versions(who: Whoever, state: str, allowed: bool) -> None:
    comment = Comment(commune_id=1, author_id=1, **STATES[state])

    assert policies.may_see_versions(who, comment) is allowed
