"""Tests of spaces: the public page, who works in them, the communes they serve."""

from datetime import timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.assistance.errors import SpaceHasSessions
from participe.assistance.models.places import SpaceCommune, SpaceFacilitator
from participe.assistance.queries import places as queries
from participe.assistance.services import places
from participe.communes.models import Commune, DigitalSpace
from participe.communes.services import remove_digital_space
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

AN_HOUR = timedelta(hours=1)


def lend(space: DigitalSpace, *communes: Commune) -> None:
    by = a_staff_member(commune=space.commune)
    places.set_communes(space, [one.id for one in communes], by=by, at=clock.now())


def put(space: DigitalSpace, commune: Commune, *people: Account) -> None:
    by = a_staff_member(commune=commune)
    ids = [one.id for one in people]
    places.set_facilitators(space, commune, ids, by=by, at=clock.now())


@pytest.fixture
def commune(app: Flask) -> Commune:  # noqa: ARG001 -- a database to be in
    return a_commune()


@pytest.fixture
def space(commune: Commune) -> DigitalSpace:
    return a_space(commune=commune)


@on_both
class TestServing:
    def test_a_space_serves_its_commune_and_those_it_is_lent_to(
        self, commune: Commune, space: DigitalSpace
    ) -> None:
        neighbour = a_commune()
        own = a_space(commune=neighbour)

        lend(space, neighbour, commune)

        assert list(queries.serving(neighbour)) == [own, space]
        assert list(queries.serving(commune)) == [space]
        assert queries.served_by(commune) == {space.id: [neighbour]}

    def test_who_works_there_for_a_commune_it_leaves_leaves_too(
        self, commune: Commune, space: DigitalSpace
    ) -> None:
        neighbour = a_commune()
        sylvie, karim = a_facilitator(commune=commune), a_facilitator(commune=neighbour)
        lend(space, neighbour)
        put(space, commune, sylvie)
        put(space, neighbour, karim)

        lend(space)

        assert queries.facilitators_in(neighbour) == {}
        assert queries.facilitators_in(commune) == {space.id: {sylvie.id}}
        assert queries.of_facilitator(sylvie, commune) == [space]

    def test_saying_it_again_changes_nothing(self, commune: Commune, space: DigitalSpace) -> None:
        sylvie, neighbour = a_facilitator(commune=commune), a_commune()

        for _again in range(2):
            put(space, commune, sylvie)
            lend(space, neighbour)

        assert db.session.query(SpaceFacilitator).count() == 1
        assert db.session.query(SpaceCommune).count() == 1

    def test_a_space_goes_with_who_works_there_but_not_with_its_sessions(
        self, commune: Commune, space: DigitalSpace
    ) -> None:
        put(space, commune, a_facilitator(commune=commune))
        kept = an_assisted_session(commune=commune).space

        remove_digital_space(space)

        assert list(queries.serving(commune)) == [kept]
        with pytest.raises(SpaceHasSessions):
            remove_digital_space(kept)


class TestPublicPage:
    def test_it_shows_the_next_sessions_of_each_space(
        self, browser: Browser, commune: Commune, space: DigitalSpace
    ) -> None:
        consultation = a_consultation(commune=commune, title="Quels bancs ?")
        coming = {"opened_at": None, "planned_for": clock.now() + 2 * AN_HOUR}
        an_assisted_session(consultation=consultation, space=space, **coming)
        practised = a_consultation(commune=commune, title="Pour essayer")
        an_assisted_session(consultation=practised, space=space, is_practice=True, **coming)

        page = browser.get(f"/{commune.slug}/aide/epn")

        assert "4 mai, 14 h : Quels bancs" in text(page.main)
        assert "Pour essayer" not in text(page.main)

    def test_a_space_of_a_neighbour_is_shown_with_its_commune(
        self, browser: Browser, commune: Commune, space: DigitalSpace
    ) -> None:
        neighbour = a_commune(name="Haute-Rive")
        lend(space, neighbour)
        db.session.commit()

        page = browser.get(f"/{neighbour.slug}/aide/epn")

        assert "(Valbruyère)" in text(page.main)
        assert "Haute-Rive" in text(browser.get(f"/{commune.slug}/aide/epn").main)


class TestStaffPages:
    def test_staff_say_who_works_in_a_space_and_for_whom(
        self, browser: Browser, commune: Commune, space: DigitalSpace
    ) -> None:
        sylvie = a_facilitator(commune=commune, display_name="Sylvie")
        neighbour = a_commune(name="Haute-Rive")
        browser.sign_in(a_staff_member(commune=commune))
        address = f"/{commune.slug}/gestion/seances/epn/{space.id}"
        browser.get(address)

        page = browser.submit(
            address, {"facilitators": [str(sylvie.id)], "communes": [str(neighbour.id)]}
        )

        assert "Sylvie" in text(page.main)
        assert "Haute-Rive" in text(page.main)

    def test_the_staff_of_a_served_commune_lend_nothing(
        self, browser: Browser, commune: Commune, space: DigitalSpace
    ) -> None:
        neighbour, third = a_commune(), a_commune()
        lend(space, neighbour)
        db.session.commit()
        karim = a_facilitator(commune=neighbour)
        browser.sign_in(a_staff_member(commune=neighbour))
        address = f"/{neighbour.slug}/gestion/seances/epn/{space.id}"
        assert not browser.get(address).select("[name=communes]")

        browser.submit(address, {"facilitators": [str(karim.id)], "communes": [str(third.id)]})

        assert queries.communes_served(space) == [neighbour]
        assert queries.facilitators_in(neighbour) == {space.id: {karim.id}}
        assert commune.id

    def test_nobody_of_another_commune_is_put_into_a_space(
        self, browser: Browser, commune: Commune, space: DigitalSpace
    ) -> None:
        """Invariant 6."""
        stranger = a_facilitator()
        browser.sign_in(a_staff_member(commune=commune))

        browser.post(
            f"/{commune.slug}/gestion/seances/epn/{space.id}",
            {"facilitators": [str(stranger.id)]},
            status=422,
        )

        assert db.session.query(SpaceFacilitator).count() == 0

    def test_sessions_are_listed_with_their_figures(
        self, browser: Browser, commune: Commune
    ) -> None:
        an_assisted_session(commune=commune)
        browser.sign_in(a_staff_member(commune=commune))

        page = browser.get(f"/{commune.slug}/gestion/seances")

        assert "1 séance" in text(page.main)
        assert "Séances" in text(page.select_one(".staff-nav"))

    def test_a_space_with_sessions_is_not_removed(self, browser: Browser, commune: Commune) -> None:
        session = an_assisted_session(commune=commune)
        browser.sign_in(a_staff_member(commune=commune))

        address = f"/{commune.slug}/gestion/reglages/epn/{session.space_id}/retirer"
        page = browser.post(address, status=422)

        assert "Des séances ont eu lieu" in text(page.main)
