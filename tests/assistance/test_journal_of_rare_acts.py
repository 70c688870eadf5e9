"""Acts that happen seldom leave their line in the journal too: called off, given up, erased.

So do those by which somebody gets at more than before: a PIN, a space.
"""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from participe.assistance.errors import WrongPin
from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.models.stations import Station
from participe.assistance.reference import Act
from participe.assistance.services import (
    following,
    journal,
    places,
    returning,
    sessions,
    twice,
)
from participe.assistance.services.papers import Sheet
from participe.communes.models import Commune
from participe.communes.services import remove_digital_space
from participe.extensions import db
from participe.kernel import clock
from tests.assistance.room import PIN, Room
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import (
    a_commune,
    a_facilitator,
    a_participant,
    a_space,
    a_staff_member,
    an_assisted_session,
)

pytestmark = on_both


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database
    return an_assisted_session()


def _acts(session: AssistedSession) -> list[tuple[str, int | None]]:
    lines = db.session.scalars(
        db.select(JournalEntry).filter_by(session_id=session.id).order_by(JournalEntry.number)
    )
    return [(line.act, line.actor_id) for line in lines]


def test_a_session_that_is_called_off(session: AssistedSession, noon: datetime) -> None:
    session.opened_at = None

    sessions.cancel(session, by=session.facilitator, at=noon)

    assert _acts(session) == [(Act.SESSION_CALLED_OFF, session.facilitator_id)]


def test_one_that_is_called_off_because_who_ran_it_leaves(
    session: AssistedSession, noon: datetime
) -> None:
    session.opened_at, session.planned_for = None, noon + timedelta(days=1)

    places.leave(session.facilitator, by=session.facilitator, at=noon)

    assert _acts(session) == [(Act.SESSION_CALLED_OFF, session.facilitator_id)]


def test_a_first_typing_and_that_it_was_given_up(session: AssistedSession, noon: datetime) -> None:
    by = session.facilitator
    twice.keep(session, {0: Sheet(title="Un tilleul ici")}, by=by, at=noon)

    twice.give_up(session, by=by, at=noon)

    assert _acts(session) == [(Act.PAPERS_TYPED, by.id), (Act.PAPERS_FORGOTTEN, by.id)]


def test_somebody_who_takes_everything_back_and_had_written_nothing(
    session: AssistedSession, noon: datetime
) -> None:
    person = a_participant(session=session)

    following.withdraw_all(person, at=noon)

    following.withdraw_all(person, at=noon)  # by another tab

    assert _acts(session) == [(Act.ERASED, person.id)]
    assert journal.verify(session.commune) is None


class TestThePin:
    """What gives the rights of a facilitator back to their own computer."""

    @pytest.fixture
    def room(self, app: Flask) -> Room:
        room = Room(app)
        room.computer = room.facilitator
        room.hand(station=0)
        return room

    def type(self, room: Room, pin: str, *, status: int) -> None:
        room.computer.post(f"{room.home}/poste/rendre", {"pin": pin}, status=status)

    def lines(self, room: Room) -> list[tuple[str, int | None, dict[str, Any]]]:
        rows = _lines(room.session.commune, Act.PIN_MISTYPED, Act.PIN_CHANGED)
        assert {row.session_id for row in rows} <= {room.session.id}
        assert {row.participant_id for row in rows} <= {None}
        return [(row.act, row.actor_id, json.loads(row.facts)) for row in rows]

    def test_a_wrong_one_stays_written_although_it_is_refused(self, room: Room) -> None:
        self.type(room, "0000", status=422)

        assert self.lines(room) == [(Act.PIN_MISTYPED, None, {"station": 1})]
        assert journal.verify(room.session.commune) is None

    def test_nor_does_whoever_asked_undo_it(self, room: Room, noon: datetime) -> None:
        station = db.session.scalars(db.select(Station)).one()

        with pytest.raises(WrongPin):
            returning.take_back(station, "0000", at=noon)
        db.session.rollback()

        assert self.lines(room) == [(Act.PIN_MISTYPED, None, {"station": 1})]

    def test_one_that_is_not_compared_leaves_no_line(self, room: Room) -> None:
        """Not its form, not the sixth try: nobody fills the journal from a computer left alone."""
        for pin in ("12", *["0000"] * 7):
            self.type(room, pin, status=422)

        assert len(self.lines(room)) == 5

    def test_the_right_one_is_no_wrong_one(self, room: Room) -> None:
        self.type(room, PIN, status=303)

        assert self.lines(room) == []

    def test_a_new_one_is_written_without_its_digits(self, app: Flask, room: Room) -> None:
        by = room.session.facilitator
        Browser(app).sign_in(by).post(f"{room.console}/code", status=303)

        assert self.lines(room) == [(Act.PIN_CHANGED, by.id, {})]

    def test_a_practice_leaves_neither(self, room: Room) -> None:
        room.session.is_practice = True

        self.type(room, "0000", status=422)
        sessions.change_pin(room.session, pin="1234", by=room.session.facilitator, at=clock.now())

        assert self.lines(room) == []

    def test_the_page_says_where_and_that_nobody_knows_who(self, app: Flask, room: Room) -> None:
        self.type(room, "0000", status=422)

        staff = a_staff_member(commune=room.session.commune)
        page = Browser(app).sign_in(staff).get(f"{room.home}/gestion/journal")

        row = text(page.select("tbody tr")[0])
        assert "Code d’animation mal tapé quelqu’un à ce poste Poste 1" in row


class TestWhoWorksWhere:
    @pytest.fixture
    def commune(self, app: Flask) -> Commune:
        return a_commune()

    def lines(self, commune: Commune) -> list[tuple[str, int | None, dict[str, Any]]]:
        rows = _lines(commune, Act.FACILITATOR_ADDED, Act.FACILITATOR_REMOVED)
        assert {(row.session_id, row.participant_id) for row in rows} <= {(None, None)}
        assert journal.verify(commune) is None
        return [(row.act, row.actor_id, json.loads(row.facts)) for row in rows]

    def test_who_is_added_and_who_is_no_more_by_whom(
        self, commune: Commune, noon: datetime
    ) -> None:
        space, by = a_space(commune=commune), a_staff_member(commune=commune)
        sylvie, karim = a_facilitator(commune=commune), a_facilitator(commune=commune)

        for people in ([sylvie.id], [sylvie.id], [karim.id]):
            places.set_facilitators(space, commune, people, by=by, at=noon)

        assert self.lines(commune) == [
            (Act.FACILITATOR_ADDED, by.id, {"person": sylvie.id, "space": space.id}),
            (Act.FACILITATOR_ADDED, by.id, {"person": karim.id, "space": space.id}),
            (Act.FACILITATOR_REMOVED, by.id, {"person": sylvie.id, "space": space.id}),
        ]

    def test_a_commune_reads_of_its_own_who_loses_the_space_of_a_neighbour(
        self, commune: Commune, noon: datetime
    ) -> None:
        lender, karim = a_staff_member(commune=a_commune()), a_facilitator(commune=commune)
        space = a_space(commune=lender.commune)
        places.set_communes(space, [commune.id], by=lender, at=noon)
        places.set_facilitators(
            space, commune, [karim.id], by=a_staff_member(commune=commune), at=noon
        )

        places.set_communes(space, [], by=lender, at=noon)

        assert self.lines(commune)[-1] == (
            Act.FACILITATOR_REMOVED, lender.id, {"person": karim.id, "space": space.id}
        )  # fmt: skip
        assert self.lines(space.commune) == []

    def test_a_space_that_goes_takes_them_along(self, commune: Commune, noon: datetime) -> None:
        space, sylvie = a_space(commune=commune), a_facilitator(commune=commune)
        by = a_staff_member(commune=commune)
        places.set_facilitators(space, commune, [sylvie.id], by=by, at=noon)
        facts = {"person": sylvie.id, "space": space.id}

        remove_digital_space(space)

        assert self.lines(commune)[-1] == (Act.FACILITATOR_REMOVED, None, facts)

    def test_whoever_leaves_wrote_the_line_themselves(
        self, commune: Commune, noon: datetime
    ) -> None:
        session = an_assisted_session(commune=commune)
        sylvie = session.facilitator

        places.leave(sylvie, by=sylvie, at=noon)

        facts = {"person": sylvie.id, "space": session.space_id}
        assert self.lines(commune) == [(Act.FACILITATOR_REMOVED, sylvie.id, facts)]

    def test_the_page_names_the_space_and_nobody(
        self, browser: Browser, commune: Commune, noon: datetime
    ) -> None:
        kept, gone = a_space(commune=commune, name="EPN du Moulin"), a_space(commune=commune)
        by = a_staff_member(commune=commune, display_name="CANARI-ÉQUIPE")
        sylvie = a_facilitator(commune=commune, display_name="CANARI-NOM")
        for space in (kept, gone):
            places.set_facilitators(space, commune, [sylvie.id], by=by, at=noon)
        number = gone.id
        remove_digital_space(gone)

        page = browser.sign_in(by).get(f"/{commune.slug}/gestion/journal")

        rows = [text(row) for row in page.select("tbody tr")]
        them = f"compte n° {sylvie.id}"
        assert rows[0].endswith(f"Animation d’un EPN retirée la plateforme EPN n° {number}, {them}")
        assert rows[2].endswith(
            f"Animation d’un EPN confiée une autre personne EPN du Moulin, {them}"
        )
        assert "CANARI" not in " ".join(rows)


def _lines(commune: Commune, *acts: Act) -> list[JournalEntry]:
    return list(
        db.session.scalars(
            db.select(JournalEntry)
            .where(JournalEntry.commune_id == commune.id, JournalEntry.act.in_(acts))
            .order_by(JournalEntry.number)
        )
    )
