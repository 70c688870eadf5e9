"""What a facilitator takes with them, and what stays when they leave (G-1, G-2)."""

import json
from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account, Role
from participe.accounts.services import owning, roles
from participe.assistance.models.places import SpaceFacilitator
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import sessions as queries
from participe.assistance.reference import Agreement, Count, CountedWith
from participe.assistance.services import journal, sessions
from participe.extensions import db
from participe.kernel import clock
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import (
    a_commune,
    a_facilitator,
    a_participant,
    a_proposal,
    a_resident,
    a_staff_member,
    an_assisted_session,
)
from tests.statements import counted_queries

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    """Give a session that took place, closed with the count of one person and one idea."""
    session = an_assisted_session(listeners=2)
    participant = a_participant(session=session, display_name="Capucine Canari")
    a_proposal(consultation=session.consultation, author=participant, title="Idée Canari")
    sessions.close(
        session,
        by=session.facilitator,
        questions="Quand ?",
        at=clock.now(),
        agreed=Agreement(Count(1, 1, 0), CountedWith.PARTICIPANT),
    )
    db.session.commit()
    return session


def export(app: Flask, person: Account) -> str:
    assert person.commune
    address = f"/{person.commune.slug}/mon-espace/donnees"
    answer = Browser(app).sign_in(person).open("GET", address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_facilitator_takes_their_sessions_with_them_and_nobody_of_them(
    app: Flask, session: AssistedSession
) -> None:
    an_assisted_session(commune=session.commune, space=session.space)

    taken = export(app, session.facilitator)

    (one,) = json.loads(taken)["seances_animees"]
    assert one["consultation"] == session.consultation.title
    assert session.space.name in one["lieu"]
    assert (one["personnes"], one["contributions"], one["soutiens"]) == (1, 1, 0)
    assert (one["ont_juste_ecoute"], one["questions_notees"]) == (2, "Quand ?")
    assert "Canari" not in taken


def test_who_ran_none_takes_none(app: Flask, session: AssistedSession) -> None:
    taken = json.loads(export(app, a_resident(commune=session.commune)))

    assert taken["seances_animees"] == []


@on_both
def test_ten_sessions_are_read_in_as_many_queries_as_one(session: AssistedSession) -> None:
    for _more in range(9):
        an_assisted_session(
            commune=session.commune, facilitator=session.facilitator, space=session.space
        )
    db.session.expire_all()
    person = session.facilitator

    with counted_queries() as statements:
        found = queries.led_by(person)
        places = [(one.space.name, one.consultation.title, one.colleagues) for one in found]

    assert len(places) == 10
    assert len(statements) <= 3


@on_both
def test_who_leaves_is_named_nowhere_and_their_sessions_stay(
    app: Flask, session: AssistedSession
) -> None:
    sylvie, name = session.facilitator, session.facilitator.display_name

    owning.erase(sylvie, at=clock.now())
    db.session.commit()

    assert db.session.scalars(db.select(SpaceFacilitator)).all() == []
    assert journal.verify(session.commune) is None
    browser = Browser(app).sign_in(a_staff_member(commune=session.commune))
    path = f"/{session.commune.slug}/seances/{session.number}/rapport"
    report = browser.get(path)
    assert name not in str(report)
    assert "À la fermeture : 1 personne" in text(report.select_one("main"))


@on_both
def test_what_only_they_could_open_is_called_off_and_announced_no_more(
    session: AssistedSession, noon: datetime
) -> None:
    sylvie = session.facilitator
    shared = an_assisted_session(
        commune=session.commune, facilitator=sylvie, opened_at=None, planned_for=noon + AN_HOUR
    )
    colleague = a_facilitator(commune=session.commune)
    db.session.add(SpaceFacilitator(space_id=shared.space_id, person_id=colleague.id))
    alone = an_assisted_session(
        commune=session.commune, facilitator=sylvie, opened_at=None, planned_for=noon + AN_HOUR
    )
    db.session.commit()

    owning.erase(sylvie, at=noon)
    db.session.commit()

    assert alone.cancelled_at == noon
    assert list(queries.planned(session.commune, noon)) == [shared]


@on_both
def test_a_colleague_for_another_commune_could_not_have_opened_it(
    session: AssistedSession, noon: datetime
) -> None:
    """In a space that serves two communes, each has its own sessions and facilitators."""
    sylvie, karim = session.facilitator, a_facilitator(commune=a_commune())
    alone = an_assisted_session(
        commune=session.commune, facilitator=sylvie, opened_at=None, planned_for=noon + AN_HOUR
    )
    db.session.add(SpaceFacilitator(space_id=alone.space_id, person_id=karim.id))
    db.session.commit()

    owning.erase(sylvie, at=noon)
    db.session.commit()

    assert alone.cancelled_at == noon
    assert [row.person_id for row in db.session.scalars(db.select(SpaceFacilitator))] == [karim.id]


@on_both
def test_who_loses_the_role_leaves_the_spaces_and_what_only_they_could_open(
    app: Flask, session: AssistedSession, noon: datetime
) -> None:
    sylvie, staff = session.facilitator, a_staff_member(commune=session.commune)
    alone = an_assisted_session(
        commune=session.commune, facilitator=sylvie, opened_at=None, planned_for=noon + AN_HOUR
    )
    [grant] = [one for one in sylvie.grants if one.role is Role.FACILITATOR]
    address = f"/{session.commune.slug}/gestion/personnes/{grant.id}/retirer"
    browser = Browser(app).sign_in(staff)
    assert "Ses séances prévues" in text(browser.get(address).select_one("main"))

    browser.submit(address)

    assert alone.cancelled_at == noon
    assert db.session.scalars(db.select(SpaceFacilitator)).all() == []
    assert journal.verify(session.commune) is None


@on_both
def test_who_loses_another_role_stays(session: AssistedSession, noon: datetime) -> None:
    thomas = a_staff_member(commune=session.commune)
    db.session.add(SpaceFacilitator(space_id=session.space_id, person_id=thomas.id))
    a_staff_member(commune=session.commune)  # a team is never without anybody
    [grant] = thomas.grants

    roles.withdraw(grant, by=thomas, at=noon)

    stay = db.session.scalars(db.select(SpaceFacilitator)).all()
    assert {row.person_id for row in stay} == {session.facilitator_id, thomas.id}
