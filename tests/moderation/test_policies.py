"""Tests of participe.moderation.policies: no application, no database."""

import pytest

from participe.accounts.models import Account, Role, RoleGrant, Visitor, Whoever
from participe.discussions.models import Comment
from participe.moderation import policies
from participe.moderation.models import Measure, ModerationDecision, Notice


def staff(number: int, commune: int = 1) -> Account:
    return Account(id=number, commune_id=commune, grants=[RoleGrant(role=Role.STAFF)])


def official(number: int) -> Account:
    return Account(id=number, commune_id=1, grants=[RoleGrant(role=Role.OFFICIAL)])


AUTHOR, NEIGHBOUR = Account(id=1, commune_id=1), Account(id=2, commune_id=1)
THOMAS, ANA = staff(3), staff(4)
CASES: list[tuple[str, Whoever, bool]] = [
    ("a member of staff", THOMAS, True),
    ("staff of another commune", staff(5, commune=2), False),
    ("an official", official(6), False),
    ("a resident", NEIGHBOUR, False),
    ("the author", AUTHOR, False),
    ("a visitor", Visitor(), False),
]


@pytest.mark.parametrize(("_case", "who", "allowed"), CASES)
def test_may_decide(_case: str, who: Whoever, allowed: bool) -> None:
    comment = Comment(commune_id=1, author_id=1, acted_by_id=1)

    assert policies.may_decide(who, comment, []) is allowed


@pytest.mark.parametrize(
    ("author", "typed_by", "notifier", "allowed"),
    [
        (1, 1, None, True),
        (3, 3, None, False),
        (1, 3, None, False),
        (1, 1, 3, False),
        (1, 1, 4, True),
    ],
)
def test_nobody_decides_on_their_own_text_or_notice(
    author: int, typed_by: int, notifier: int | None, allowed: bool
) -> None:
    """M-2."""
    comment = Comment(commune_id=1, author_id=author, acted_by_id=typed_by)
    notices = [Notice(notifier_id=None), Notice(notifier_id=notifier)]

    assert policies.may_decide(THOMAS, comment, notices) is allowed


@pytest.mark.parametrize(
    ("who", "measure", "allowed"),
    [
        (THOMAS, Measure.HIDE, True),
        (ANA, Measure.KEEP, True),
        (AUTHOR, Measure.HIDE, True),
        (AUTHOR, Measure.KEEP, False),
        (NEIGHBOUR, Measure.HIDE, False),
        (Visitor(), Measure.HIDE, False),
        (staff(5, commune=2), Measure.HIDE, False),
    ],
)
def test_may_see_the_statement(who: Whoever, measure: Measure, allowed: bool) -> None:
    comment = Comment(commune_id=1, author_id=1, acted_by_id=1)
    decision = ModerationDecision(contribution=comment, measure=measure, decided_by_id=3)

    assert policies.may_see(who, decision) is allowed


@pytest.mark.parametrize(("who", "allowed"), [(THOMAS, True), (ANA, False), (AUTHOR, False)])
def test_one_undoes_ones_own_decisions(who: Whoever, allowed: bool) -> None:
    assert policies.may_undo(who, ModerationDecision(decided_by_id=3)) is allowed
