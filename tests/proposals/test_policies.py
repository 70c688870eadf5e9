"""Tests of participe.proposals.policies: no application, no database."""

from datetime import UTC, datetime

import pytest

from participe.accounts.models import Account, Role, RoleGrant, Visitor, Whoever
from participe.proposals import policies
from participe.proposals.models import Proposal

NOW = datetime(2030, 5, 4, tzinfo=UTC)


def someone(id_: int, *, commune_id: int = 1, role: Role | None = None) -> Account:
    grants = [RoleGrant(role=role, mandate="échevine")] if role else []
    account = Account(id=id_, commune_id=commune_id)
    account.__dict__["grants"] = grants  # a viewonly relationship takes none otherwise
    return account


AUTHOR = someone(1)
NEIGHBOUR = someone(2)
STAFF = someone(3, role=Role.STAFF)
OFFICIAL = someone(4, role=Role.OFFICIAL)
FOREIGN_STAFF = someone(5, commune_id=2, role=Role.STAFF)
VISITOR = Visitor()

ALL: dict[str, Whoever] = {
    "author": AUTHOR,
    "neighbour": NEIGHBOUR,
    "staff": STAFF,
    "official": OFFICIAL,
    "staff of another commune": FOREIGN_STAFF,
    "visitor": VISITOR,
}
EVERYBODY = set(ALL)
CLOSE = {"author", "staff"}


def a_text(**values: object) -> Proposal:
    return Proposal(commune_id=1, author_id=1, **values)


STATES = {
    "public": a_text(),
    "answered": a_text(answered_at=NOW),
    "withdrawn": a_text(withdrawn_at=NOW),
    "hidden": a_text(hidden_at=NOW, hidden_reason="Une insulte."),
}


@pytest.mark.parametrize("who", ALL)
@pytest.mark.parametrize(
    ("state", "who_sees", "who_reads"),
    [
        ("public", EVERYBODY, EVERYBODY),
        ("answered", EVERYBODY, EVERYBODY),
        ("withdrawn", EVERYBODY, CLOSE),
        ("hidden", CLOSE, CLOSE),
    ],
)
def test_who_sees_the_page_and_who_reads_the_text(
    state: str, who: str, who_sees: set[str], who_reads: set[str]
) -> None:
    proposal = STATES[state]

    assert policies.may_see(ALL[who], proposal) is (who in who_sees)
    assert policies.may_read_text(ALL[who], proposal) is (who in who_reads)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", ALL)
def test_only_the_author_changes_or_takes_back(who: str, state: str) -> None:
    """M-15: staff never edit what a citizen wrote."""
    proposal = STATES[state]

    assert policies.may_edit(ALL[who], proposal) is (who == "author")
    assert policies.may_withdraw(ALL[who], proposal) is (who == "author")


@pytest.mark.parametrize("who", ALL)
def test_those_of_the_commune_may_support(who: str) -> None:
    allowed = policies.may_support(ALL[who], STATES["public"])

    assert allowed is (who not in {"visitor", "staff of another commune"})
