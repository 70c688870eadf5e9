"""Tests of the reminders about answers: time passes, workers stop and start, letters leave once.

Invariant 10, and R5: late is told to those who owe the answer, to whom directs them, to whom
waits for it.
"""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from participe.answers import services
from participe.answers.services import Content, preparing
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.clock import at_hour, day_of
from participe.notifications.cli import do_chores
from participe.notifications.models import Letter, LetterKind
from participe.notifications.services import reminding
from participe.proposals.models import Outcome, Proposal
from tests.databases import on_both
from tests.factories import (
    a_director,
    a_proposal,
    a_staff_member,
    an_official,
)
from tests.together import together

pytestmark = [on_both, pytest.mark.usefixtures("app")]

ONE_DAY = timedelta(days=1)
DUE = date(2030, 6, 3)
ABOUT_ANSWERS = (
    LetterKind.ANSWER_REMINDER,
    LetterKind.ANSWER_OVERDUE,
    LetterKind.ANSWER_LATE,
)


@pytest.fixture
def proposal(noon: datetime) -> Proposal:
    return a_proposal(threshold_reached_at=noon, due_on=DUE)


def morning(day: int) -> datetime:
    return at_hour(DUE + day * ONE_DAY, 9)


def live(first: int, last: int) -> None:
    """Let the worker look at the clock three times on each of these days."""
    at = morning(first)
    while at <= morning(last):
        reminding.remind(at)
        db.session.commit()
        at += timedelta(hours=8)


def letters(kind: LetterKind | None = None) -> list[Letter]:
    kinds = (kind,) if kind else ABOUT_ANSWERS
    return list(
        db.session.scalars(select(Letter).where(Letter.kind.in_(kinds)).order_by(Letter.id))
    )


def names(kind: LetterKind = LetterKind.ANSWER_REMINDER) -> list[str]:
    return [letter.dedup_key.split("/")[0].split(":", 2)[2] for letter in letters(kind)]


class TestTheWholeWay:
    def test_everybody_is_told_at_nine_on_their_days_and_once(self, proposal: Proposal) -> None:
        a_director(commune=proposal.commune)

        live(-20, 16)

        assert names() == ["j-14", "j-7", "j-1", "j+1", "j+8", "j+15"]
        assert [letter.not_before for letter in letters(LetterKind.ANSWER_REMINDER)] == [
            morning(day) for day in (-14, -7, -1, 1, 8, 15)
        ]
        (overdue,) = letters(LetterKind.ANSWER_OVERDUE)
        assert overdue.not_before == morning(7)
        (late,) = letters(LetterKind.ANSWER_LATE)
        assert late.not_before == morning(1)
        assert late.recipient == proposal.author.email

    def test_the_official_of_the_consultation_is_reminded_by_default(
        self, proposal: Proposal
    ) -> None:
        live(-14, -14)

        (letter,) = letters()
        assert letter.recipient == proposal.consultation.contract.official.email

    def test_whoever_the_answer_was_given_to_is_reminded(
        self, proposal: Proposal, noon: datetime
    ) -> None:
        official = an_official(commune=proposal.commune)
        preparing.assign(proposal, service=None, official=official, by=official, at=noon)

        live(-14, -14)

        (letter,) = letters()
        assert letter.recipient == official.email

    def test_when_nobody_may_sign_any_more_the_team_is_reminded(self, proposal: Proposal) -> None:
        staff = a_staff_member(commune=proposal.commune)
        official = proposal.consultation.contract.official
        official.grants[0].ends_on = DUE - 15 * ONE_DAY

        live(-14, -14)

        assert [letter.recipient for letter in letters()] == [staff.email]


class TestAWorkerThatStops:
    def test_it_says_the_last_thing_only_after_a_long_pause(self, proposal: Proposal) -> None:
        live(-14, -14)

        live(9, 9)

        assert names() == ["j-14", "j+8"]
        assert len(letters(LetterKind.ANSWER_LATE)) == 1

    def test_starting_again_repeats_nothing(self, proposal: Proposal) -> None:
        for _restart in range(3):
            do_chores(morning(1) + timedelta(minutes=5))

        assert names() == ["j+1"]

    def test_two_at_once_write_each_letter_once(self, app: Flask, proposal: Proposal) -> None:
        a_director(commune=proposal.commune)
        a_proposal(
            consultation=proposal.consultation,
            threshold_reached_at=proposal.threshold_reached_at,
            due_on=DUE,
        )

        results = together(app, 4, lambda: reminding.remind(morning(8)))

        assert results == [None] * 4
        assert len(letters(LetterKind.ANSWER_REMINDER)) == 2
        assert len(letters(LetterKind.ANSWER_OVERDUE)) == 2
        assert len(letters(LetterKind.ANSWER_LATE)) == 2

    def test_a_mail_server_that_was_down_brings_the_last_one_only(self, proposal: Proposal) -> None:
        live(-14, 1)

        waiting = [
            letter
            for letter in letters(LetterKind.ANSWER_REMINDER)
            if letter.cancelled_at is None and letter.sent_at is None
        ]

        assert [letter.dedup_key.split("/")[0] for letter in waiting] == [
            f"reminder:{proposal.id}:j+1"
        ]

    def test_what_is_found_at_night_waits_for_the_morning(self, proposal: Proposal) -> None:
        reminding.remind(morning(-13) - timedelta(hours=6))

        (letter,) = letters()
        assert letter.dedup_key.startswith(f"reminder:{proposal.id}:j-14/")
        assert letter.not_before == morning(-13)


class TestSilence:
    def test_an_answer_ends_the_reminders_that_wait_too(self, proposal: Proposal) -> None:
        live(-14, -14)
        official = proposal.consultation.contract.official
        no = Content(Outcome.REFUSED, why_not="La place est classée.")
        at = morning(-13)
        draft = services.save(proposal, no, by=official, at=at, based_on=None)
        services.sign(proposal, by=official, at=at, based_on=draft.saved_at)

        live(-12, 9)

        assert names() == ["j-14"]
        assert letters()[0].cancelled_at == at

    @pytest.mark.parametrize(
        "values",
        [
            {"withdrawn_at": clock.now()},
            {"hidden_at": clock.now(), "hidden_reason": "Insulte."},
        ],
    )
    def test_what_is_not_public_is_not_reminded_of(
        self, values: dict[str, object], noon: datetime
    ) -> None:
        a_proposal(threshold_reached_at=noon, due_on=DUE, **values)

        live(1, 1)

        assert letters() == []

    def test_a_group_is_reminded_of_once_and_each_author_is_told(self, proposal: Proposal) -> None:
        member = a_proposal(consultation=proposal.consultation, lead=proposal)

        live(1, 1)

        assert names() == ["j+1"]
        assert {letter.recipient for letter in letters(LetterKind.ANSWER_LATE)} == {
            proposal.author.email,
            member.author.email,
        }

    def test_a_delay_that_was_asked_for_stops_no_reminder(
        self, proposal: Proposal, noon: datetime
    ) -> None:
        preparing.extend(
            proposal, until=day_of(morning(20)), reason="Un devis.", by=proposal.author, at=noon
        )

        live(1, 1)

        (letter,) = letters(LetterKind.ANSWER_REMINDER)
        assert "en retard de 1 jour" in letter.body_text
        assert "Un délai est demandé" in letter.body_text
