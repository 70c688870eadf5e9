"""Communes, and who comes to them."""

from datetime import date
from typing import Any

from participe.accounts.models import Account, Role, RoleGrant
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel import clock
from tests.factories.saving import numbers, save


def a_commune(**values: Any) -> Commune:
    n = next(numbers)
    defaults = {
        "nis": f"{n:05}",
        "slug": f"valbruyere-{n}",
        "name": "Valbruyère",
        "telephone": "081 00 00 00",
        "opened_at": clock.now(),
    }
    return save(Commune(**defaults | values))


def a_resident(*, commune: Commune | None = None, **values: Any) -> Account:
    n = next(numbers)
    defaults = {
        "commune": commune or a_commune(),
        "display_name": f"Habitante {n}",
        "email": f"habitante{n}@valbruyere.example",
        "created_at": clock.now(),
    }
    return save(Account(**defaults | values))


def a_staff_member(**values: Any) -> Account:
    return with_role(a_resident(**values), Role.STAFF)


def an_official(*, mandate: str = "échevine de l’environnement", **values: Any) -> Account:
    return with_role(a_resident(**values), Role.OFFICIAL, mandate=mandate)


def a_facilitator(**values: Any) -> Account:
    return with_role(a_resident(**values), Role.FACILITATOR)


def a_director(**values: Any) -> Account:
    return with_role(a_resident(**values), Role.DIRECTOR)


def a_platform_admin(**values: Any) -> Account:
    n = next(numbers)
    defaults = {
        "display_name": "Plateforme",
        "email": f"plateforme{n}@participe.example",
        "is_platform_admin": True,
        "created_at": clock.now(),
    }
    return save(Account(**defaults | values))


def with_role(account: Account, role: Role, *, mandate: str = "") -> Account:
    save(
        RoleGrant(
            commune_id=account.commune_id,
            person_id=account.id,
            role=role,
            mandate=mandate,
            starts_on=date(2024, 12, 2) if mandate else None,
            ends_on=date(2030, 12, 1) if mandate else None,
            granted_at=clock.now(),
        )
    )
    db.session.refresh(account, ["grants"])
    return account
