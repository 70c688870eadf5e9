"""Tests of participe.commitments.policies: no application, no database."""

import pytest

from participe.accounts.models import Account, Role, RoleGrant, Visitor, Whoever
from participe.commitments import policies
from participe.communes.models import Commune

HERE = Commune(id=1)


def _somebody(*roles: Role, commune: int = 1) -> Account:
    grants = [RoleGrant(role=role, mandate="échevine") for role in roles]
    return Account(id=1, commune_id=commune, grants=grants)


@pytest.mark.parametrize(
    ("who", "may_follow", "may_observe"),
    [
        (Visitor(), False, False),
        (_somebody(), True, True),
        (_somebody(Role.FACILITATOR), True, True),
        (_somebody(Role.STAFF), True, False),
        (_somebody(Role.OFFICIAL), True, False),
        (_somebody(Role.DIRECTOR), True, False),
        (_somebody(commune=2), False, False),
    ],
)
def test_residents_say_what_they_see_and_the_house_only_follows(
    who: Whoever, may_follow: bool, may_observe: bool
) -> None:
    """R5: nobody vouches for the word of their own house."""
    assert policies.may_follow(who, HERE) is may_follow
    assert policies.may_observe(who, HERE) is may_observe
