"""Tests of participe.answers.policies: no application, no database."""

from datetime import date

import pytest

from participe.accounts.models import Account, Role, RoleGrant, Visitor, Whoever
from participe.answers import policies
from participe.communes.models import Commune
from participe.proposals.models import Proposal

HERE = Commune(id=1)
TODAY = date(2030, 5, 4)


def _holder(number: int, role: Role, *, commune: int = 1, ends_on: date | None = None) -> Account:
    grant = RoleGrant(role=role, mandate="échevine", ends_on=ends_on)
    return Account(id=number, commune_id=commune, grants=[grant])


RESIDENT = Account(id=1, commune_id=1, grants=[])
STAFF = _holder(2, Role.STAFF)
OFFICIAL = _holder(3, Role.OFFICIAL)
FORMER = _holder(4, Role.OFFICIAL, ends_on=date(2030, 5, 3))
LAST_DAY = _holder(5, Role.OFFICIAL, ends_on=TODAY)
ELSEWHERE = _holder(6, Role.OFFICIAL, commune=2)
STAFF_ELSEWHERE = _holder(7, Role.STAFF, commune=2)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (Visitor(), False),
        (RESIDENT, False),
        (STAFF, True),
        (OFFICIAL, True),
        (ELSEWHERE, False),
        (STAFF_ELSEWHERE, False),
    ],
)
def test_may_prepare(who: Whoever, allowed: bool) -> None:
    assert policies.may_prepare(who, HERE) is allowed


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (Visitor(), False),
        (RESIDENT, False),
        (STAFF, False),
        (OFFICIAL, True),
        (FORMER, False),
        (LAST_DAY, True),
        (ELSEWHERE, False),
    ],
)
def test_may_sign(who: Whoever, allowed: bool) -> None:
    assert policies.may_sign(who, Proposal(commune_id=1, author_id=1), TODAY) is allowed


def test_an_official_does_not_answer_their_own_proposition() -> None:
    assert not policies.may_sign(OFFICIAL, Proposal(commune_id=1, author_id=OFFICIAL.id), TODAY)
