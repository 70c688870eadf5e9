"""Unusual patterns are found in the journal and shown to the commune; nothing is dropped."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from participe.assistance.models.people import ConsentForm, Way
from participe.assistance.patterns import Flag, Line, Pattern, find
from participe.assistance.queries import flags
from participe.assistance.reference import Act
from participe.assistance.services import people
from participe.assistance.wording import journal as journal_words
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.services import supporting
from tests.browser import Browser
from tests.browser import text as words
from tests.factories import (
    a_participant,
    a_proposal,
    a_staff_member,
    an_assisted_session,
)

SECOND = timedelta(seconds=1)


class Room:
    """Lines of a journal, one after another."""

    def __init__(self, start: datetime) -> None:
        self.start = self.now = start
        self.lines: list[Line] = []

    def line(self, act: Act, *, by: int = 1, on: int = 1, after: float = 20, **more: Any) -> None:
        self.now += after * SECOND
        self.lines.append(Line(len(self.lines) + 1, act, by, on, self.now, **more))

    def flags(self) -> list[Flag]:
        return find(self.lines, planned_for=self.start)


@pytest.fixture
def room(noon: datetime) -> Room:
    return Room(noon)


def test_an_ordinary_hour_has_no_flag(room: Room) -> None:
    """Eight people added in two minutes; four stations, three supports each, one idea each."""
    for person in range(8):
        room.line(Act.PERSON_ADDED, by=person, after=15)
    for wave in (range(4), range(4, 8)):
        for turn in range(3):
            for person in wave:
                room.line(Act.SUPPORTED, by=person, on=(turn * (person + 1)) % 7, after=5)
        for person in wave:
            room.line(Act.PROPOSED, by=person, on=100 + person, after=120)

    assert room.flags() == []


def test_an_empty_session_has_no_flag(room: Room) -> None:
    assert room.flags() == []


def test_five_supports_of_one_person_in_ten_seconds(room: Room) -> None:
    room.line(Act.PERSON_ADDED)
    for on in range(5):
        room.line(Act.SUPPORTED, on=on, after=2)

    assert room.flags() == [Flag(Pattern.MANY_SUPPORTS, 1, 2)]


def test_five_people_who_support_at_the_same_moment_are_not_one(room: Room) -> None:
    for person in range(5):
        room.line(Act.SUPPORTED, by=person, after=1)

    assert room.flags() == []


def test_the_same_supports_in_the_same_order_for_all(room: Room) -> None:
    for person in range(3):
        for on in (7, 3, 5):
            room.line(Act.SUPPORTED, by=person, on=on)

    assert room.flags() == [Flag(Pattern.SAME_ORDER, 3, 1)]


def test_the_same_supports_each_in_their_order_are_usual(room: Room) -> None:
    for person, order in enumerate([(7, 3, 5), (3, 7, 5), (5, 3, 7)]):
        for on in order:
            room.line(Act.SUPPORTED, by=person, on=on)

    assert room.flags() == []


def test_what_was_written_outside_the_announced_time(room: Room) -> None:
    """A-12: the time that was announced, half an hour before it and four hours after."""
    room.line(Act.COMMENTED)
    room.line(Act.PROPOSED, after=5 * 3600)
    room.line(Act.SUPPORTED)

    assert room.flags() == [Flag(Pattern.OUTSIDE_TIME, 2, 2)]


def test_ten_people_added_in_a_minute(room: Room) -> None:
    for person in range(10):
        room.line(Act.PERSON_ADDED, by=person, after=6)

    assert room.flags() == [Flag(Pattern.MANY_PEOPLE, 10, 1)]


def test_twenty_texts_in_an_hour_are_what_one_facilitator_can_type(room: Room) -> None:
    """A-12: one facilitator for twenty entries."""
    for person in range(20):
        room.line(Act.PROPOSED, by=person, after=170, typed_by=99)
    room.line(Act.PROPOSED, by=21, after=1)

    assert room.flags() == []


def test_more_than_that_is_shown_to_the_commune(room: Room) -> None:
    """A-12."""
    for person in range(21):
        room.line(Act.COMMENTED, by=person, after=170, typed_by=99)

    assert room.flags() == [Flag(Pattern.MANY_TYPED, 21, 1)]
    assert "21 textes" in journal_words.flag(Flag(Pattern.MANY_TYPED, 21, 1))


def test_two_facilitators_type_forty(room: Room) -> None:
    """A-12."""
    for person in range(40):
        room.line(Act.PROPOSED, by=person, after=80, typed_by=98 + person % 2)

    assert room.flags() == []


def test_papers_are_typed_in_at_once_and_afterwards(room: Room) -> None:
    for person in range(8):
        for on in range(5):
            room.line(Act.SUPPORTED, by=person, on=on, after=0.1, is_live=False)
    room.line(Act.PROPOSED, after=20 * 3600, is_live=False)

    assert room.flags() == []


def test_the_commune_sees_it_and_nothing_is_dropped(browser: Browser) -> None:
    session = an_assisted_session()
    proposals = [a_proposal(consultation=session.consultation) for _ in range(5)]
    person = a_participant(session=session)
    for proposal in proposals:
        supporting.support(proposal, person=person, at=clock.now())
    staff = a_staff_member(commune=session.commune)
    db.session.commit()

    page = browser.sign_in(staff).get(f"/{session.commune.slug}/gestion/journal")

    assert "1 personne a donné cinq soutiens ou plus en dix secondes." in words(page.main)
    assert [proposal.supports_count for proposal in proposals] == [1] * 5


def test_the_report_shows_it_to_staff_only(browser: Browser) -> None:
    session = an_assisted_session()
    person = a_participant(session=session)
    for _ in range(5):
        supporting.support(
            a_proposal(consultation=session.consultation), person=person, at=clock.now()
        )
    staff = a_staff_member(commune=session.commune)
    db.session.commit()
    report = f"/{session.commune.slug}/seances/{session.number}/rapport"

    for_staff = browser.sign_in(staff).get(report)
    for_facilitator = browser.sign_in(session.facilitator).get(report)

    assert "cinq soutiens ou plus" in words(for_staff.main)
    assert "cinq soutiens ou plus" not in words(for_facilitator.main)


def test_people_added_by_the_service_are_counted(app: Flask) -> None:  # noqa: ARG001
    session = an_assisted_session()
    for _ in range(10):
        people.add(
            session,
            name="",
            way=Way.ALONE,
            consent=ConsentForm.SPOKEN,
            by=session.facilitator,
            at=clock.now(),
        )

    (flagged,) = flags.of([session])

    assert [flag.pattern for flag in flagged.flags] == [Pattern.MANY_PEOPLE]
