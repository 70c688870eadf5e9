"""The sessions of today: on the first page of staff, and as a number in the bar of each."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.assistance.models.sessions import LONGEST, AssistedSession
from participe.assistance.queries import sessions as queries
from participe.communes.models import Commune
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
MIDNIGHT = timedelta(hours=12)  # from noon on


@pytest.fixture
def commune(app: Flask) -> Commune:  # noqa: ARG001 -- a database to be in
    return a_commune()


def planned(commune: Commune, at: datetime, **values: object) -> AssistedSession:
    return an_assisted_session(commune=commune, opened_at=None, planned_for=at, **values)


@on_both
def test_today_is_what_is_under_way_or_still_to_be_opened(commune: Commune, noon: datetime) -> None:
    later = planned(commune, noon + 2 * AN_HOUR)
    under_way = an_assisted_session(commune=commune)
    this_morning = planned(commune, noon - 2 * AN_HOUR)
    planned(commune, noon + MIDNIGHT)
    planned(commune, noon - MIDNIGHT - AN_HOUR)
    planned(commune, noon + AN_HOUR, cancelled_at=noon)
    planned(commune, noon + AN_HOUR, is_practice=True)
    an_assisted_session(commune=commune, closed_at=noon)
    an_assisted_session(commune=commune, opened_at=noon - LONGEST)
    planned(a_commune(), noon + AN_HOUR)

    assert list(queries.of_the_day(commune, noon)) == [this_morning, under_way, later]
    assert queries.count_of_the_day(commune, noon) == 3


@on_both
def test_a_facilitator_counts_what_they_may_run(commune: Commune, noon: datetime) -> None:
    sylvie = a_facilitator(commune=commune)
    space = a_space(commune=commune)
    an_assisted_session(commune=commune, facilitator=sylvie, space=space)
    an_assisted_session(commune=commune, space=space)
    an_assisted_session(commune=commune)

    assert queries.count_of_the_day(commune, noon, run_by=sylvie) == 2


def test_staff_see_them_on_their_first_page_and_in_their_bar(
    browser: Browser, commune: Commune, noon: datetime
) -> None:
    session = planned(commune, noon + AN_HOUR, consultation=a_consultation(commune=commune))
    browser.sign_in(a_staff_member(commune=commune))

    page = browser.get(f"/{commune.slug}/gestion")

    main = text(page.select_one("main"))
    assert "1 séance accompagnée aujourd’hui" in main
    assert session.space.name in main
    assert "Rien en retard" not in main
    assert "Séances (1)" in text(page.select_one(".staff-nav"))
    assert page.select_one(f"main a[href='/{commune.slug}/valves']")


def test_facilitators_see_their_number_and_todays_first(
    browser: Browser, commune: Commune, noon: datetime
) -> None:
    sylvie = a_facilitator(commune=commune)
    shared = {"facilitator": sylvie, "space": a_space(commune=commune)}
    planned(commune, noon + 48 * AN_HOUR, **shared)
    planned(commune, noon + AN_HOUR, **shared)
    an_assisted_session(commune=commune, opened_at=noon - LONGEST, **shared)
    browser.sign_in(sylvie)

    page = browser.get(f"/{commune.slug}/seances")

    assert "Mes séances (1)" in text(page.select_one(".staff-nav"))
    headings = [text(heading) for heading in page.select("main h2")]
    assert headings == ["Aujourd’hui", "Prévues", "Passées"]
    assert page.select_one(f"main a[href='/{commune.slug}/valves']")
