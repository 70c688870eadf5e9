"""Who may see and prepare a consultation: by role, state and commune."""

from collections.abc import Callable

import pytest

from participe.accounts.models import Account, Role, RoleGrant, Visitor, Whoever
from participe.communes.models import Commune
from participe.consultations import policies
from participe.consultations.models import Consultation
from participe.kernel import clock

HERE, ELSEWHERE = 1, 2


def _with(role: Role | None, commune_id: int | None = HERE) -> Account:
    grants = [RoleGrant(role=role, mandate="échevine")] if role else []
    account = Account(commune_id=commune_id)
    account.__dict__["grants"] = grants
    return account


PEOPLE: dict[str, Callable[[], Whoever]] = {
    "visitor": Visitor,
    "resident": lambda: _with(None),
    "facilitator": lambda: _with(Role.FACILITATOR),
    "official": lambda: _with(Role.OFFICIAL),
    "staff": lambda: _with(Role.STAFF),
    "staff elsewhere": lambda: _with(Role.STAFF, ELSEWHERE),
    "platform admin": lambda: Account(commune_id=None, is_platform_admin=True),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_everyone_sees_what_is_published(who: str) -> None:
    consultation = Consultation(commune_id=HERE, published_at=clock.now())

    assert policies.may_see(PEOPLE[who](), consultation)


@pytest.mark.parametrize("who", PEOPLE)
def test_a_draft_exists_for_the_staff_of_its_commune_only(who: str) -> None:
    assert policies.may_see(PEOPLE[who](), Consultation(commune_id=HERE)) is (who == "staff")


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("is_published", [True, False])
def test_only_the_staff_of_its_commune_prepare_it(who: str, *, is_published: bool) -> None:
    at = clock.now() if is_published else None
    consultation = Consultation(commune_id=HERE, published_at=at)

    assert policies.may_prepare(PEOPLE[who](), consultation) is (who == "staff")


@pytest.mark.parametrize("who", PEOPLE)
def test_only_the_staff_of_a_commune_begin_one(who: str) -> None:
    assert policies.may_begin(PEOPLE[who](), Commune(id=HERE)) is (who == "staff")
