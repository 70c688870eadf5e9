"""Tests of participe.answers.services.clarifying."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.answers.errors import (
    AlreadyAsked,
    NotConcerned,
    NothingToClarify,
    NothingToReplyTo,
)
from participe.answers.models import Clarification
from participe.answers.queries import clarifying as reads
from participe.answers.services import clarifying
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal
from tests.databases import on_both
from tests.factories import (
    a_clarification,
    a_proposal,
    a_resident,
    a_staff_member,
    a_support,
    an_answer,
    an_official,
)
from tests.together import together

pytestmark = [on_both, pytest.mark.usefixtures("app")]

ONE_DAY = timedelta(days=1)


def _answered(**values: object) -> Proposal:
    proposal = a_proposal(**values)
    an_answer(to=proposal)
    return proposal


def _ask(proposal: Proposal, author: Account, at: datetime) -> Clarification:
    return clarifying.ask(proposal, author=author, body="Où seront-ils ?", at=at)


class TestAsk:
    def test_its_author_asks_and_a_short_clock_starts(self, noon: datetime) -> None:
        proposal = _answered()

        asked = _ask(proposal, proposal.author, noon)

        assert asked.due_on == clock.day_of(noon + 10 * ONE_DAY)
        assert asked.days_late(noon + 12 * ONE_DAY) == 2

    def test_who_supports_it_asks(self, noon: datetime) -> None:
        proposal = _answered()
        support = a_support(of=proposal)

        assert _ask(proposal, support.person, noon).asker_id == support.person_id

    def test_who_took_a_support_back_or_never_gave_one_does_not(self, noon: datetime) -> None:
        proposal = _answered()
        former = a_support(of=proposal, withdrawn_at=noon).person
        stranger = a_resident(commune=proposal.commune)

        for person in (former, stranger):
            with pytest.raises(NotConcerned):
                _ask(proposal, person, noon)

    def test_an_answer_to_a_group_is_asked_about_from_each_of_it(self, noon: datetime) -> None:
        lead = _answered()
        member = a_proposal(consultation=lead.consultation, lead=lead, answered_at=noon)

        asked = _ask(member, member.author, noon)

        assert asked.response.proposal == lead

    def test_one_asks_once_for_each_published_answer(self, noon: datetime) -> None:
        proposal = _answered()
        _ask(proposal, proposal.author, noon)
        with pytest.raises(AlreadyAsked):
            _ask(proposal, proposal.author, noon)

        an_answer(to=proposal, version=2, change_note="Plus clair.")

        assert _ask(proposal, proposal.author, noon).response.version == 2

    def test_of_the_same_person_at_once_one_question_arrives(
        self, app: Flask, noon: datetime
    ) -> None:
        """Invariant 10: and so one letter."""
        proposal = _answered()
        numbers = proposal.id, proposal.author_id

        def ask() -> None:
            _ask(
                db.session.get_one(Proposal, numbers[0]),
                db.session.get_one(Account, numbers[1]),
                noon,
            )

        results = together(app, 4, ask)

        assert sorted(type(result).__name__ for result in results) == [
            *["AlreadyAsked"] * 3,
            "NoneType",
        ]
        assert len(reads.written_by(proposal.author)) == 1

    @pytest.mark.parametrize("state", ["", "withdrawn_at", "hidden"])
    def test_there_must_be_an_answer_to_read(self, state: str, noon: datetime) -> None:
        hidden = {"hidden_at": noon, "hidden_reason": "Donnée privée."}
        proposal = a_proposal()
        if state:
            values = hidden if state == "hidden" else {state: noon}
            proposal = _answered(**values)

        with pytest.raises(NothingToClarify):
            _ask(proposal, proposal.author, noon)


class TestReply:
    def test_it_is_signed_with_the_mandate_of_that_day(self, noon: datetime) -> None:
        asked = a_clarification(on=an_answer(to=a_proposal()))
        official = an_official(commune=asked.commune, mandate="échevine de la mobilité")

        clarifying.reply(asked, body="Rue Haute.", by=official, at=noon)

        assert (asked.reply, asked.mandate) == ("Rue Haute.", "échevine de la mobilité")
        assert reads.open_in(asked.commune) == []

    def test_staff_reply_for_the_team(self, noon: datetime) -> None:
        asked = a_clarification(on=an_answer(to=a_proposal()))

        clarifying.reply(
            asked, body="Rue Haute.", by=a_staff_member(commune=asked.commune), at=noon
        )

        assert asked.mandate == ""

    def test_of_two_replies_at_once_one_is_published(self, app: Flask, noon: datetime) -> None:
        asked = a_clarification(on=an_answer(to=a_proposal()))
        staff = a_staff_member(commune=asked.commune)
        numbers = asked.id, staff.id

        def reply() -> None:
            clarifying.reply(
                db.session.get_one(Clarification, numbers[0]),
                body="Rue Haute.",
                by=db.session.get_one(Account, numbers[1]),
                at=noon,
            )

        results = together(app, 3, reply)

        assert sorted(type(result).__name__ for result in results) == [
            *["AlreadyClarified"] * 2,
            "NoneType",
        ]

    def test_what_is_gone_gets_no_reply(self, noon: datetime) -> None:
        asked = a_clarification(on=an_answer(to=a_proposal()))
        clarifying.withdraw(asked, at=noon)

        with pytest.raises(NothingToReplyTo):
            clarifying.reply(asked, body="Rue Haute.", by=an_official(), at=noon)
