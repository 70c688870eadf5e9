"""What becomes of a commune's sessions in the space of a neighbour that serves it no more."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.assistance.errors import SessionCancelled, SpaceNotServing
from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.places import SpaceCommune
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import sessions as queries
from participe.assistance.reference import Act
from participe.assistance.services import journal, places, sessions
from participe.communes.models import Commune, DigitalSpace
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import (
    a_commune,
    a_consultation,
    a_facilitator,
    a_space,
    a_staff_member,
    an_assisted_session,
)
from tests.together import together

pytestmark = on_both
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def thomas(app: Flask) -> Account:  # noqa: ARG001 -- a database to be in
    """Give one of the staff of the commune in which the space stands."""
    return a_staff_member(commune=a_commune(name="Valbruyère"))


@pytest.fixture
def neighbour(app: Flask) -> Commune:  # noqa: ARG001 -- a database to be in
    return a_commune(name="Haute-Rive")


@pytest.fixture
def space(thomas: Account, neighbour: Commune) -> DigitalSpace:
    space = a_space(commune=thomas.commune)
    places.set_communes(space, [neighbour.id], by=thomas, at=clock.now())
    db.session.commit()
    return space


def planned(
    commune: Commune, space: DigitalSpace, hours: float = 2, **values: object
) -> AssistedSession:
    at = clock.now() + hours * AN_HOUR
    given = {"commune": commune, "space": space, "opened_at": None, "planned_for": at}
    return an_assisted_session(**given | values)


class TestWhatIsPlannedThere:
    def test_is_called_off_as_its_facilitator_would(
        self, thomas: Account, neighbour: Commune, space: DigitalSpace, noon: datetime
    ) -> None:
        next_week = planned(neighbour, space, 7 * 24)
        tomorrow = planned(neighbour, space, 24)

        called_off = places.set_communes(space, [], by=thomas, at=noon)

        assert called_off == [tomorrow, next_week]
        assert next_week.cancelled_at == tomorrow.cancelled_at == noon
        assert list(queries.planned(neighbour, noon)) == []
        lines = db.session.scalars(
            db.select(JournalEntry)
            .filter_by(commune_id=neighbour.id, act=Act.SESSION_CALLED_OFF)
            .order_by(JournalEntry.number)
        )
        assert [(line.session, line.actor_id) for line in lines] == [
            (tomorrow, thomas.id),
            (next_week, thomas.id),
        ]
        assert journal.verify(neighbour) is None

    def test_goes_when_it_could_still_be_opened_late(
        self, thomas: Account, neighbour: Commune, space: DigitalSpace, noon: datetime
    ) -> None:
        this_morning = planned(neighbour, space, -1)
        yesterday = planned(neighbour, space, -24)

        assert places.set_communes(space, [], by=thomas, at=noon) == [this_morning]
        assert yesterday.cancelled_at is None, "its hour passed, and nobody called it off"

    def test_no_other_goes_with_it(
        self, thomas: Account, neighbour: Commune, space: DigitalSpace, noon: datetime
    ) -> None:
        still_served = a_commune()
        both = [neighbour.id, still_served.id]
        places.set_communes(space, both, by=thomas, at=noon)
        stay = [
            an_assisted_session(commune=neighbour, space=space),
            planned(neighbour, a_space(commune=neighbour)),
            planned(still_served, space),
            planned(space.commune, space),
        ]

        assert places.set_communes(space, [still_served.id], by=thomas, at=noon) == []
        assert {one.cancelled_at for one in stay} == {None}
        assert stay[0].is_open_at(noon)

    def test_is_either_called_off_or_under_way(
        self, app: Flask, thomas: Account, neighbour: Commune, space: DigitalSpace
    ) -> None:
        """Whoever opens it at the same moment opens it, or learns that it is called off."""
        ids = [planned(neighbour, space).id for _ in range(3)]
        thomas_id, space_id, turns = thomas.id, space.id, iter([*ids, 0])

        def act() -> None:
            session_id = next(turns)
            if session_id:
                session = db.session.get_one(AssistedSession, session_id)
                sessions.open_session(session, pin="4711", at=clock.now())
            else:
                by = db.session.get_one(Account, thomas_id)
                there = db.session.get_one(DigitalSpace, space_id)
                places.set_communes(there, [], by=by, at=clock.now())

        results = together(app, len(ids) + 1, act)

        refused = [one for one in results if one is not None]
        assert {type(one) for one in refused} <= {SessionCancelled, SpaceNotServing}
        for session_id in ids:
            session = db.session.get_one(AssistedSession, session_id)
            assert (session.opened_at is None) is (session.cancelled_at is not None)
        assert journal.verify(db.session.get_one(Commune, neighbour.id)) is None

    def test_is_not_planned_meanwhile(
        self, app: Flask, thomas: Account, neighbour: Commune, space: DigitalSpace
    ) -> None:
        karim = a_facilitator(commune=neighbour)
        consultation_id = a_consultation(commune=neighbour).id
        ids = (thomas.id, space.id, karim.id, neighbour.id)
        turns = iter([1, 3, 0, 5, 7])  # in how many hours; 0 stops it

        def act() -> None:
            thomas_id, space_id, karim_id, neighbour_id = ids
            there, now = db.session.get_one(DigitalSpace, space_id), clock.now()
            hours = next(turns)
            if not hours:
                places.set_communes(there, [], by=db.session.get_one(Account, thomas_id), at=now)
                return
            sessions.plan(
                db.session.get_one(Commune, neighbour_id),
                db.session.get_one(Account, karim_id),
                db.session.get_one(Consultation, consultation_id),
                there,
                computers=1,
                planned_for=now + hours * AN_HOUR,
                is_practice=False,
                at=now,
            )

        results = together(app, 5, act)

        assert {type(one) for one in results if one is not None} <= {SpaceNotServing}
        assert list(queries.planned(neighbour, clock.now())) == []


class TestThePage:
    def stop(self, browser: Browser, thomas: Account, space: DigitalSpace) -> str:
        assert thomas.commune
        address = f"/{thomas.commune.slug}/gestion/seances/epn/{space.id}"
        browser.sign_in(thomas)
        assert "ses séances prévues ici sont annulées" in text(browser.get(address).main)
        return text(browser.submit(address, {"communes": []}).main)

    def test_tells_what_is_called_off_and_whom_to_tell(
        self, browser: Browser, thomas: Account, neighbour: Commune, space: DigitalSpace
    ) -> None:
        planned(neighbour, space, 2)
        planned(neighbour, space, 26.5)
        planned(neighbour, space, 3, is_practice=True)
        sheet = f"/{neighbour.slug}/valves/2030-05"
        assert space.name in text(browser.get(sheet).main)

        said = self.stop(browser, thomas, space)

        assert "L’EPN est enregistré." in said
        assert (
            "Haute-Rive : 2 séances prévues dans cet EPN sont annulées "
            "(4 mai, 14 h ; 5 mai, 14 h 30). Prévenez cette commune."
        ) in said
        assert space.name not in text(browser.get(sheet).main)
        rows = db.session.scalars(db.select(SpaceCommune)).all()
        assert rows == []

    def test_says_nothing_more_when_nothing_was_planned(
        self, browser: Browser, thomas: Account, neighbour: Commune, space: DigitalSpace
    ) -> None:
        an_assisted_session(commune=neighbour, space=space)

        said = self.stop(browser, thomas, space)

        assert "L’EPN est enregistré." in said
        assert "annulée" not in said
