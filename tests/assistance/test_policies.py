"""Tests of who may run a session, read its report, and lend a space."""

import pytest
from flask import Flask

from participe.accounts.models import Visitor
from participe.assistance import policies
from participe.assistance.models.places import SpaceFacilitator
from participe.assistance.models.sessions import AssistedSession
from participe.extensions import db
from tests.factories import (
    a_commune,
    a_director,
    a_facilitator,
    a_participant,
    a_platform_admin,
    a_resident,
    a_staff_member,
    an_assisted_session,
    an_official,
)


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    return an_assisted_session()


def test_its_facilitator_and_those_of_its_space_run_it(session: AssistedSession) -> None:
    colleague = a_facilitator(commune=session.commune)
    db.session.add(SpaceFacilitator(space_id=session.space_id, person_id=colleague.id))
    db.session.commit()

    assert policies.may_run(session.facilitator, session)
    assert policies.may_run(colleague, session)
    assert not policies.may_run(a_facilitator(commune=session.commune), session)


def test_nobody_else_runs_it_whatever_their_role(session: AssistedSession) -> None:
    commune = session.commune
    others = [
        Visitor(),
        a_resident(commune=commune),
        a_staff_member(commune=commune),
        an_official(commune=commune),
        a_director(commune=commune),
        a_platform_admin(),
        a_participant(session=session),
        a_facilitator(),
    ]

    assert [who for who in others if policies.may_run(who, session)] == []


def test_staff_read_the_report_of_their_commune_only(session: AssistedSession) -> None:
    assert policies.may_read_report(a_staff_member(commune=session.commune), session)
    assert not policies.may_read_report(a_staff_member(), session)
    assert not policies.may_read_report(a_resident(commune=session.commune), session)


def test_who_answers_for_the_consultation_neither_plans_nor_runs(session: AssistedSession) -> None:
    """A-17: officials at stake do not facilitate."""
    session.consultation.contract.official = session.facilitator
    db.session.commit()

    assert not policies.may_run(session.facilitator, session)
    assert not policies.may_plan(session.facilitator, session.commune, session.consultation)


def test_who_lost_the_role_runs_nothing_any_more(session: AssistedSession) -> None:
    session.facilitator.grants[0].withdrawn_at = session.planned_for
    db.session.commit()
    db.session.refresh(session.facilitator, ["grants"])

    assert not policies.may_run(session.facilitator, session)


def test_a_space_is_lent_by_staff_of_its_own_commune(session: AssistedSession) -> None:
    assert policies.may_lend(a_staff_member(commune=session.commune), session.space)
    assert not policies.may_lend(a_staff_member(commune=a_commune()), session.space)
