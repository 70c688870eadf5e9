"""Tests of planning, opening and closing sessions."""

from datetime import timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account, SignIn
from participe.assistance.errors import (
    AlreadyOpen,
    ConsultationNotOpen,
    InThePast,
    NobodyListening,
    NotUnderWay,
    SessionOver,
    SpaceNotServing,
)
from participe.assistance.models.people import ConsentForm, Way
from participe.assistance.models.places import SpaceCommune
from participe.assistance.models.sessions import LONGEST, AssistedSession
from participe.assistance.queries import people as people_queries
from participe.assistance.queries import sessions as queries
from participe.assistance.services import people, sessions
from participe.communes.models import Commune, DigitalSpace
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.codes import hash_token, verify_short_code
from tests.databases import on_both
from tests.factories import (
    a_comment,
    a_commune,
    a_consultation,
    a_facilitator,
    a_participant,
    a_proposal,
    a_space,
    a_support,
    an_assisted_session,
)
from tests.factories.saving import save
from tests.together import together

pytestmark = on_both
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def commune(app: Flask) -> Commune:  # noqa: ARG001 -- a database to be in
    return a_commune()


@pytest.fixture
def consultation(commune: Commune) -> Consultation:
    return a_consultation(commune=commune)


@pytest.fixture
def space(commune: Commune) -> DigitalSpace:
    return a_space(commune=commune)


@pytest.fixture
def sylvie(commune: Commune) -> Account:
    return a_facilitator(commune=commune)


@pytest.fixture
def under_way(commune: Commune) -> AssistedSession:
    return an_assisted_session(commune=commune)


class TestPlanning:
    def _plan(
        self, sylvie: Account, consultation: Consultation, space: DigitalSpace, hours: float
    ) -> AssistedSession:
        now = clock.now()
        return sessions.plan(
            consultation.commune,
            sylvie,
            consultation,
            space,
            computers=4,
            planned_for=now + hours * AN_HOUR,
            is_practice=False,
            at=now,
        )

    def test_sessions_of_a_commune_are_numbered_from_one(
        self, sylvie: Account, consultation: Consultation, space: DigitalSpace
    ) -> None:
        numbers = [self._plan(sylvie, consultation, space, hours).number for hours in (0, 2)]

        assert numbers == [1, 2]

    def test_nothing_is_planned_in_the_past(
        self, sylvie: Account, consultation: Consultation, space: DigitalSpace
    ) -> None:
        with pytest.raises(InThePast):
            self._plan(sylvie, consultation, space, -1)

    def test_nor_when_people_could_do_nothing(
        self, sylvie: Account, consultation: Consultation, space: DigitalSpace
    ) -> None:
        with pytest.raises(ConsultationNotOpen):
            self._plan(sylvie, consultation, space, 48)

    def test_nor_in_the_space_of_another_commune(
        self, sylvie: Account, consultation: Consultation
    ) -> None:
        with pytest.raises(SpaceNotServing):
            self._plan(sylvie, consultation, a_space(), 1)

    def test_nor_opened_in_a_space_that_serves_the_commune_no_more(
        self, sylvie: Account, consultation: Consultation
    ) -> None:
        lent = a_space()
        serves = save(SpaceCommune(space_id=lent.id, commune_id=consultation.commune_id))
        session = self._plan(sylvie, consultation, lent, 1)
        db.session.delete(serves)
        db.session.flush()

        with pytest.raises(SpaceNotServing):
            sessions.open_session(session, pin="1234", at=clock.now())

        assert session.opened_at is None

    def test_what_is_planned_is_announced_and_practice_is_not(self, commune: Commune) -> None:
        soon = {"opened_at": None, "planned_for": clock.now() + AN_HOUR}
        planned = an_assisted_session(commune=commune, **soon)
        an_assisted_session(commune=commune, is_practice=True, **soon)
        an_assisted_session(commune=commune)

        assert list(queries.planned(commune, clock.now())) == [planned]


class TestOpening:
    def test_only_a_slow_hash_of_the_pin_is_kept(self, commune: Commune) -> None:
        session = an_assisted_session(commune=commune, opened_at=None)
        pin = sessions.draw_pin()

        sessions.open_session(session, pin=pin, at=clock.now())

        assert len(pin) == 4
        assert session.is_open_at(clock.now())
        assert verify_short_code(pin, session.pin_hash)
        assert pin not in session.pin_hash.split("$")

    def test_it_opens_once(self, under_way: AssistedSession) -> None:
        with pytest.raises(AlreadyOpen):
            sessions.open_session(under_way, pin="1234", at=clock.now())

    def test_a_closed_one_never_opens_again(self, under_way: AssistedSession) -> None:
        sessions.close(under_way, by=under_way.facilitator, questions="", at=clock.now())

        with pytest.raises(SessionOver):
            sessions.open_session(under_way, pin="1234", at=clock.now())


class TestClosing:
    def test_after_closing_nothing_can_be_added(self, under_way: AssistedSession) -> None:
        sessions.close(under_way, by=under_way.facilitator, questions="Quand ?", at=clock.now())

        assert under_way.questions == "Quand ?"
        with pytest.raises(SessionOver):
            _add(under_way)
        with pytest.raises(SessionOver):
            sessions.count_listeners(under_way, more=1, at=clock.now())
        with pytest.raises(SessionOver):
            sessions.close(under_way, by=under_way.facilitator, questions="", at=clock.now())

    def test_it_closes_by_itself_after_four_hours(self, under_way: AssistedSession) -> None:
        later = clock.now() + LONGEST

        assert under_way.is_open_at(later - timedelta(seconds=1))
        assert not under_way.is_open_at(later)
        with pytest.raises(SessionOver):
            sessions.ensure_under_way(under_way, later)

    def test_the_worker_then_stamps_it_once(self, under_way: AssistedSession) -> None:
        for _again in range(2):
            sessions.close_left_open(clock.now() + LONGEST + AN_HOUR)

        assert under_way.closed_at == clock.now() + LONGEST

    def test_closing_ends_what_people_had_open(self, under_way: AssistedSession) -> None:
        participant = a_participant(session=under_way)
        sign_in = SignIn(
            account=participant,
            commune_id=participant.commune_id,
            token_hash=hash_token("x"),
            started_at=clock.now(),
            seen_at=clock.now(),
            expires_at=clock.now() + AN_HOUR,
        )
        db.session.add(sign_in)
        db.session.commit()

        sessions.close(under_way, by=under_way.facilitator, questions="", at=clock.now())

        db.session.refresh(sign_in)
        assert sign_in.ended_at == clock.now()

    def test_nobody_slips_in_behind_the_closing(self, app: Flask) -> None:
        session_id = an_assisted_session().id

        def close_or_add() -> None:
            session = db.session.get_one(AssistedSession, session_id)
            sessions.close(session, by=session.facilitator, questions="", at=clock.now())

        outcomes = together(app, 3, close_or_add)

        assert outcomes.count(None) == 1


class TestCounting:
    def test_listeners_are_counted_and_nothing_else_is_kept(
        self, under_way: AssistedSession
    ) -> None:
        sessions.count_listeners(under_way, more=1, at=clock.now())
        sessions.count_listeners(under_way, more=-1, at=clock.now())

        assert under_way.listeners == 0
        assert people_queries.of(under_way) == []
        with pytest.raises(NobodyListening):
            sessions.count_listeners(under_way, more=-1, at=clock.now())

    def test_a_planned_session_takes_nobody_yet(self, commune: Commune) -> None:
        with pytest.raises(NotUnderWay):
            _add(an_assisted_session(commune=commune, opened_at=None))

    def test_the_report_counts_without_names(self, under_way: AssistedSession) -> None:
        first = a_participant(session=under_way, way=Way.TYPED, stands_for=6)
        second = a_participant(session=under_way)
        proposal = a_proposal(consultation=under_way.consultation, author=first)
        a_comment(on=proposal, author=second)
        a_comment(on=proposal, author=second, withdrawn_at=clock.now())
        a_support(of=proposal, by=second)
        a_support(of=proposal)

        figures = people_queries.figures(under_way)

        assert (figures.people, figures.stands_for) == (2, 7)
        assert figures.by_kind == {"proposal": 1, "comment": 1}
        assert figures.supports == 1
        assert figures.by_way[Way.TYPED] == 1
        rows = people_queries.of(under_way)
        assert [(row.contributions, row.supports) for row in rows] == [(1, 0), (1, 1)]


def _add(session: AssistedSession) -> None:
    people.add(
        session,
        name="",
        way=Way.ALONE,
        consent=ConsentForm.SPOKEN,
        by=session.facilitator,
        at=clock.now(),
    )
