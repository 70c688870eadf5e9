"""Who may do what with roles, by table."""

import pytest

from participe.accounts import policies
from participe.accounts.models import Account, Invitation, Role, RoleGrant, Visitor, Whoever


def someone(commune_id: int, *roles: Role, email: str = "anne@exemple.be") -> Account:
    account = Account(commune_id=commune_id, email=email, display_name="Anne")
    held = [RoleGrant(commune_id=commune_id, role=role) for role in roles]
    account.__dict__["grants"] = held
    return account


WHO = {
    "visitor": Visitor(),
    "resident": someone(1),
    "staff": someone(1, Role.STAFF),
    "official": someone(1, Role.OFFICIAL),
    "facilitator": someone(1, Role.FACILITATOR),
    "staff elsewhere": someone(2, Role.STAFF),
}


@pytest.mark.parametrize(("name", "who"), WHO.items())
def test_roles_are_withdrawn_by_the_staff_of_their_commune(name: str, who: Whoever) -> None:
    grant = RoleGrant(commune_id=1, role=Role.OFFICIAL)

    assert policies.may_withdraw(who, grant) is (name == "staff")


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (Visitor(), False),
        (someone(1), True),
        (someone(1, email="nadia@exemple.be"), False),
        (someone(2), False),
    ],
)
def test_an_invitation_is_for_its_address_in_its_commune(who: Whoever, *, may: bool) -> None:
    invitation = Invitation(commune_id=1, email="anne@exemple.be", role=Role.STAFF)

    assert policies.may_accept(who, invitation) is may


@pytest.mark.parametrize(
    ("name", "misleads"),
    [
        ("Nadia", False),
        ("Nadia de Valbruyère", False),
        ("Jean-Marie Le Grand", False),
        ("une habitante du village", False),
        ("Équipe de Valbruyère", True),
        ("La commune", True),
        ("Bourgmestre Dupont", True),
        ("B0urgmestre", True),
        ("Вourgmestre", True),
        ("É q u i p e", True),
        ("Valbruyere", True),
        ("Ville de Valbruyère", True),
        ("modératrice", True),
    ],
)
def test_a_name_that_passes_for_the_commune_misleads(name: str, *, misleads: bool) -> None:
    assert policies.sounds_official(name, "Valbruyère") is misleads
