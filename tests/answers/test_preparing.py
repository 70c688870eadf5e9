"""Tests of participe.answers.services.preparing and .administration."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.answers import services
from participe.answers.errors import (
    AlreadyExtended,
    DayGone,
    ExtensionTooLong,
    ExtensionTooShort,
    NoMandate,
    NotDue,
    NoteAnswered,
    ServiceExists,
    ServiceRetired,
)
from participe.answers.models import AnswerExtension, ServiceNote
from participe.answers.queries import cases
from participe.answers.schedule import LONGEST_EXTENSION, State
from participe.answers.services import Content, administration, preparing
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Outcome, Proposal
from tests.databases import on_both
from tests.factories import (
    a_commune,
    a_proposal,
    a_service,
    a_staff_member,
    an_official,
)
from tests.together import together

pytestmark = [on_both, pytest.mark.usefixtures("app")]

ONE_DAY = timedelta(days=1)


def _due(days: int, **values: object) -> Proposal:
    now = clock.now()
    return a_proposal(
        threshold_reached_at=now - 20 * ONE_DAY,
        due_on=clock.day_of(now + days * ONE_DAY),
        **values,
    )


def _extend(proposal: Proposal, until: date, at: datetime) -> None:
    by = a_staff_member(commune=proposal.commune)
    preparing.extend(proposal, until=until, reason="Un devis manque.", by=by, at=at)


class TestState:
    def test_each_step_of_the_way_is_told_from_the_rows(self, noon: datetime) -> None:
        """R5: received, studied, prepared, signed; nothing of it is stored."""
        proposal = _due(3)
        official = an_official(commune=proposal.commune)
        yes = Content(Outcome.ACCEPTED, what_we_do="Des arbres.", done_by=date(2030, 11, 30))
        states = [cases.standing(proposal).state]

        draft = services.save(proposal, yes, by=official, at=noon, based_on=None)
        states.append(cases.standing(proposal).state)
        services.send_to_sign(draft, signer=official, at=noon)
        states.append(cases.standing(proposal).state)
        services.send_back(draft)
        states.append(cases.standing(proposal).state)
        services.sign(proposal, by=official, at=noon, based_on=draft.saved_at)
        states.append(cases.standing(proposal).state)

        assert states == [
            State.RECEIVED,
            State.STUDIED,
            State.PREPARED,
            State.STUDIED,
            State.SIGNED,
        ]


class TestAssign:
    def test_the_study_begins_with_the_first_thing_done(self, noon: datetime) -> None:
        proposal = _due(3)
        staff = a_staff_member(commune=proposal.commune)
        service = a_service(commune=proposal.commune, name="Mobilité")
        official = an_official(commune=proposal.commune)

        preparing.assign(proposal, service=service, official=None, by=staff, at=noon)
        preparing.assign(proposal, service=service, official=official, by=staff, at=noon + ONE_DAY)

        promised = cases.standing(proposal)
        assert promised.case is not None
        assert promised.case.opened_at == noon
        assert (promised.service, promised.official) == (service, official)

    def test_without_an_official_of_its_own_the_one_of_the_consultation_answers(self) -> None:
        proposal = _due(3)

        assert cases.standing(proposal).official == proposal.consultation.contract.official

    def test_whose_mandate_is_over_is_asked_nothing(self, noon: datetime) -> None:
        proposal = _due(3)
        former = an_official(commune=proposal.commune)
        former.grants[0].ends_on = clock.day_of(noon - ONE_DAY)

        with pytest.raises(NoMandate):
            preparing.assign(proposal, service=None, official=former, by=former, at=noon)

    def test_a_retired_service_is_given_nothing_new(self, noon: datetime) -> None:
        proposal = _due(3)
        service = a_service(commune=proposal.commune, retired_at=noon)

        with pytest.raises(ServiceRetired):
            preparing.assign(proposal, service=service, official=None, by=proposal.author, at=noon)


class TestNotes:
    def test_none_is_asked_for_yesterday(self, noon: datetime) -> None:
        proposal = _due(3)

        with pytest.raises(DayGone):
            preparing.ask_service(
                proposal,
                service=a_service(commune=proposal.commune),
                question="Combien ?",
                due_on=clock.day_of(noon - ONE_DAY),
                by=a_staff_member(commune=proposal.commune),
                at=noon,
            )

    def test_a_note_is_written_once(self, noon: datetime) -> None:
        """Invariant 7: the second writer is told, and nothing of the first is lost."""
        proposal = _due(3)
        staff = a_staff_member(commune=proposal.commune)
        note = preparing.ask_service(
            proposal,
            service=a_service(commune=proposal.commune),
            question="Combien ?",
            due_on=clock.day_of(noon),
            by=staff,
            at=noon,
        )
        preparing.answer_note(note, answer="4 000 euros.", by=staff, at=noon)

        with pytest.raises(NoteAnswered):
            preparing.answer_note(note, answer="Je ne sais pas.", by=staff, at=noon)

        assert note.answer == "4 000 euros."

    def test_two_at_once_write_one(self, app: Flask, noon: datetime) -> None:
        proposal = _due(3)
        staff = a_staff_member(commune=proposal.commune)
        note = preparing.ask_service(
            proposal,
            service=a_service(commune=proposal.commune),
            question="Combien ?",
            due_on=clock.day_of(noon),
            by=staff,
            at=noon,
        )
        numbers = note.id, staff.id

        def write() -> None:
            preparing.answer_note(
                db.session.get_one(ServiceNote, numbers[0]),
                answer="4 000 euros.",
                by=db.session.get_one(Account, numbers[1]),
                at=noon,
            )

        results = together(app, 3, write)

        assert sorted(type(result).__name__ for result in results) == [
            "NoneType",
            *["NoteAnswered"] * 2,
        ]


class TestExtension:
    def test_late_counts_from_the_first_date(self, noon: datetime) -> None:
        """R5: late is shown as late, whatever delay was asked for."""
        proposal = _due(3)

        _extend(proposal, clock.day_of(noon + 30 * ONE_DAY), noon)

        assert proposal.days_late(noon + 10 * ONE_DAY) == 7

    def test_there_is_one_only(self, noon: datetime) -> None:
        proposal = _due(3)
        _extend(proposal, clock.day_of(noon + 30 * ONE_DAY), noon)

        with pytest.raises(AlreadyExtended):
            _extend(proposal, clock.day_of(noon + 40 * ONE_DAY), noon)

    def test_of_several_at_once_one_counts(self, app: Flask, noon: datetime) -> None:
        proposal = _due(3)
        staff = a_staff_member(commune=proposal.commune)
        numbers = proposal.id, staff.id

        def extend() -> None:
            preparing.extend(
                db.session.get_one(Proposal, numbers[0]),
                until=clock.day_of(noon + 20 * ONE_DAY),
                reason="Un devis manque.",
                by=db.session.get_one(Account, numbers[1]),
                at=noon,
            )

        results = together(app, 4, extend)

        assert sorted(type(result).__name__ for result in results) == [
            *["AlreadyExtended"] * 3,
            "NoneType",
        ]
        assert db.session.get(AnswerExtension, numbers[0]) is not None

    def test_the_new_date_comes_after_the_first_one_and_today(self, noon: datetime) -> None:
        soon, late = _due(3), _due(-9)

        for proposal, days in ((soon, 3), (late, 0)):
            with pytest.raises(ExtensionTooShort):
                _extend(proposal, clock.day_of(noon + days * ONE_DAY), noon)

    def test_it_is_not_endless(self, noon: datetime) -> None:
        proposal = _due(3)
        assert proposal.due_on is not None

        with pytest.raises(ExtensionTooLong):
            _extend(proposal, proposal.due_on + LONGEST_EXTENSION + ONE_DAY, noon)

    @pytest.mark.parametrize(
        "values", [{"answered_at": "noon"}, {"withdrawn_at": "noon"}, {"due_on": None}]
    )
    def test_where_nothing_is_due_there_is_no_delay(
        self, values: dict[str, str | None], noon: datetime
    ) -> None:
        proposal = a_proposal() if "due_on" in values else _due(3, **dict.fromkeys(values, noon))

        with pytest.raises(NotDue):
            _extend(proposal, clock.day_of(noon + 9 * ONE_DAY), noon)


class TestServices:
    def test_a_name_is_taken_once(self) -> None:
        commune = a_commune()
        administration.add(commune, "Mobilité")
        other = administration.add(commune, "Espaces verts")

        with pytest.raises(ServiceExists):
            administration.add(commune, "Mobilité")
        with pytest.raises(ServiceExists):
            administration.rename(other, "Mobilité")

    def test_a_retired_one_comes_back_under_its_name(self, noon: datetime) -> None:
        commune = a_commune()
        service = administration.add(commune, "Mobilité")
        administration.retire(service, at=noon)

        assert administration.add(commune, "Mobilité") is service
        assert service.retired_at is None

    def test_another_commune_has_its_own(self) -> None:
        """Invariant 6: one commune's services are nobody else's."""
        here = administration.add(a_commune(), "Mobilité")

        there = a_commune()

        assert cases.find_service(there, here.id) is None
        assert administration.add(there, "Mobilité") is not here
