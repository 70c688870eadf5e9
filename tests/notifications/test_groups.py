"""Letters about groups of propositions: who is told when one leaves, and once."""

from datetime import datetime

import pytest
from flask import Flask

from participe.extensions import db
from participe.notifications.models import Letter, LetterKind
from participe.proposals.models import Proposal
from participe.proposals.services import editing, grouping
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_staff_member
from tests.proposals.groups import put, some

pytestmark = on_both


@pytest.fixture
def group(app: Flask) -> list[Proposal]:
    """A lead and its two members."""
    assert app
    lead, *members = some(3)
    put(lead, *members)
    return [lead, *members]


def letters() -> dict[int | None, Letter]:
    """Return what was written of leaving, by reader; a second letter to one of them fails."""
    found = db.session.scalars(db.select(Letter).where(Letter.kind == LetterKind.GROUP_LEFT)).all()
    assert len({letter.person_id for letter in found}) == len(found)
    return {letter.person_id: letter for letter in found}


def test_when_an_author_takes_theirs_out_the_others_are_told(
    group: list[Proposal], noon: datetime
) -> None:
    """Invariant 10."""
    lead, member, other = group

    grouping.leave(member, by=member.author, at=noon)

    told = letters()
    assert set(told) == {lead.author_id, other.author_id}
    assert all(letter.subject == "Une proposition quitte votre groupe" for letter in told.values())
    assert member.title in told[lead.author_id].body_text


def test_when_staff_take_one_out_its_author_reads_why(
    group: list[Proposal], noon: datetime
) -> None:
    lead, member, other = group
    staff = a_staff_member(commune=lead.commune)

    grouping.leave(member, by=staff, at=noon, reason="Elle demande autre chose.")

    told = letters()
    assert set(told) == {lead.author_id, member.author_id, other.author_id}
    assert told[member.author_id].subject == "Votre proposition est à nouveau seule"
    assert all("Elle demande autre chose." in letter.body_text for letter in told.values())


def test_when_a_group_ends_each_author_is_told_once(group: list[Proposal], noon: datetime) -> None:
    lead, member, other = group

    grouping.leave(lead, by=a_staff_member(commune=lead.commune), at=noon)

    told = letters()
    assert set(told) == {lead.author_id, member.author_id, other.author_id}
    assert told[lead.author_id].subject == "Le groupe de votre proposition est défait"


def test_the_title_of_a_lead_that_was_taken_back_is_not_repeated(
    group: list[Proposal], noon: datetime
) -> None:
    lead, member, other = group
    lead.title = "Un canari"

    editing.withdraw(lead, reason="Elle est dépassée.", at=noon)

    told = letters()
    assert set(told) == {member.author_id, other.author_id}
    assert not any("canari" in letter.body_text for letter in told.values())


def test_staff_are_asked_why_and_an_author_is_not(group: list[Proposal], browser: Browser) -> None:
    lead, member, _other = group
    path = f"/{lead.commune.slug}/propositions/{member.number}/quitter-le-groupe"
    browser.sign_in(a_staff_member(commune=lead.commune))

    asked = browser.get(path)
    refused = browser.post(path, {"reason": "x" * 301}, status=422)
    browser.submit(path, {"reason": "Elle demande autre chose."})

    assert text(asked.select_one("label[for=reason]")).startswith("Pourquoi")
    assert text(refused.select_one("#reason")) == "x" * 301
    assert "Elle demande autre chose." in letters()[member.author_id].body_text


def test_an_author_needs_no_reason(group: list[Proposal], browser: Browser) -> None:
    _lead, member, _other = group
    path = f"/{member.commune.slug}/propositions/{member.number}/quitter-le-groupe"

    page = browser.sign_in(member.author).get(path)  # type: ignore[arg-type]

    assert not page.select("textarea")
