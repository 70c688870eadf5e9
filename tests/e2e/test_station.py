"""A shared computer in a real browser: Back, Forward, a restored tab, and three idle minutes."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.conftest import COMMUNE, Opener, _served
from tests.e2e.reader import Reader

WORDS = "Mon texte, que la personne suivante ne lira pas"
PIN = re.compile(r"code d’animation\s?: (\d{4})")
WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
WELCOME = re.compile(rf"/{COMMUNE}/poste$")


@pytest.fixture
def room(filled: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a demo in which Sylvie works in an EPN."""
    path = tmp_path / "prepared.sqlite3"
    shutil.copy(filled, path)
    with sqlite3.connect(path) as database:
        database.execute(
            "INSERT INTO space_facilitator (space_id, person_id)"
            " SELECT min(space.id), sylvie.id FROM digital_space space, person sylvie"
            " WHERE sylvie.email LIKE 'sylvie@%' AND NOT EXISTS"
            " (SELECT 1 FROM space_facilitator f WHERE f.person_id = sylvie.id)"
            " GROUP BY sylvie.id"
        )
    database.close()
    folder = tmp_path / "served"
    folder.mkdir()
    with _served(path, folder) as address:
        yield address


class Hour:
    """Sylvie at her console, and another computer of the room."""

    def __init__(self, sylvie: Reader, computer: Reader) -> None:
        self.sylvie, self.computer = sylvie, computer

    def open(self, *names: str) -> None:
        self.sylvie.enter_as("sylvie")
        self.sylvie.open("/seances/nouvelle")
        self.sylvie.press(self.sylvie.button("Ouvrir maintenant"))
        self.console = self.sylvie.page.url
        self.pin = PIN.findall(self.sylvie.words())[0]
        self.sylvie.press(self.sylvie.button("J’ai lu la notice"))
        for name in names:
            self.sylvie.write(self.sylvie.page.locator("#name"), name)
            self.sylvie.press(self.sylvie.page.locator('form[action$="/personnes"] button'))

    def join(self) -> None:
        self.sylvie.press(self.sylvie.button("Ajouter un poste"))
        digits = self.sylvie.page.locator("strong.reference").first.inner_text()
        self.computer.open("/poste")
        self.computer.write(self.computer.page.locator("#digits"), digits)
        self.computer.press(self.computer.button("Rejoindre la séance"))

    def hand(self, name: str) -> None:
        self.sylvie.open(self.console)
        row = self.sylvie.page.get_by_role("row").filter(has_text=name)
        self.sylvie.press(row.get_by_role("button", name="Confier le poste 1"))
        self.computer.wait_for(f"Bonjour {name}")
        self.computer.press(self.computer.button("Commencer"))

    def write_something(self) -> str:
        """Leave a half-written text on a page, and return its address."""
        self.computer.press(self.computer.link("Proposer une idée"))
        self.computer.write(self.computer.page.locator("#title"), WORDS)
        return self.computer.page.url


OpenHour = Callable[[bool], Hour]


@pytest.fixture
def hour(room: str, reading: Opener) -> Iterator[OpenHour]:
    """Open the two windows; the other computer with or without script."""
    with ExitStack() as windows:

        def opened(script: bool) -> Hour:
            sylvie = windows.enter_context(reading(room))
            computer = windows.enter_context(reading(room, java_script_enabled=script))
            return Hour(sylvie, computer)

        yield opened


@WITH_AND_WITHOUT
def test_after_the_last_tap_nothing_shows_what_was_there(hour: OpenHour, script: bool) -> None:
    """Back, Forward, an address typed again, and a tab restored: always the welcome page [A-3]."""
    room = hour(script)
    room.open("Mésange", "Tilleul")
    room.join()
    assert room.computer.heading() == "Poste 1, en attente"
    room.hand("Mésange")
    address = room.write_something()

    room.computer.press(room.computer.button("J’ai fini, personne suivante"))

    page = room.computer.page
    assert room.computer.heading() == "Poste 1, en attente"
    assert "Merci. Rien ne reste de vous sur cet écran." in room.computer.words()
    assert ("Votre texte commencé est gardé" in room.computer.words()) is script
    for _step in range(3):
        page.go_back(wait_until="load")
        assert WELCOME.search(page.url), page.url
        assert WORDS not in page.content()
    page.go_forward(wait_until="load")
    assert WELCOME.search(page.url)
    room.computer.open(address)
    assert WELCOME.search(page.url)
    restored = room.computer.context.new_page()
    restored.goto(address)
    assert WELCOME.search(restored.url)
    kept = [cookie["name"] for cookie in room.computer.context.cookies()]
    assert kept == ["participe"], "the key of the station, and nothing else"

    room.hand("Tilleul")
    assert room.computer.heading() == "Bonjour Tilleul. Que voulez-vous faire ?"
    room.computer.press(room.computer.link("Proposer une idée"))
    assert room.computer.page.locator("#title").input_value() == ""
    assert room.computer.page.locator("#title").get_attribute("autocomplete") == "off"


@WITH_AND_WITHOUT
def test_sylvies_own_computer_keeps_none_of_her_rights(hour: OpenHour, script: bool) -> None:
    room = hour(script)
    room.open("Mésange")
    sylvie = room.sylvie
    sylvie.press(sylvie.button("Confier ce poste"))
    assert sylvie.heading() == "Bonjour Mésange"
    sylvie.press(sylvie.button("Commencer"))

    assert sylvie.open(room.console).status == 403
    assert sylvie.open("/seances").status == 403
    assert sylvie.open("/mon-espace").status == 403
    sylvie.page.go_back()
    sylvie.open("/poste")
    sylvie.press(sylvie.button("J’ai fini, personne suivante"))
    assert sylvie.heading() == "Personne suivante"
    for _step in range(4):
        sylvie.page.go_back(wait_until="load")
        assert WELCOME.search(sylvie.page.url), sylvie.page.url

    sylvie.write(sylvie.page.locator("#pin"), room.pin)
    sylvie.press(sylvie.button("Reprendre mon écran"))

    assert sylvie.page.url.split("#")[0] == room.console.split("#")[0]


def test_nobody_touching_it_for_three_minutes_empties_it_after_a_warning(
    hour: OpenHour,
) -> None:
    """With script; what was typed is there again for its person, and for nobody else."""
    room = hour(True)
    room.open("Mésange", "Tilleul")
    room.join()
    room.hand("Mésange")
    room.computer.page.clock.install()
    room.write_something()
    warning = room.computer.page.locator("[data-warning]")
    assert not warning.is_visible()

    room.computer.page.clock.run_for(125_000)
    assert warning.is_visible()
    warning.get_by_role("button", name="Je continue").click()
    room.computer.page.clock.run_for(2_000)
    assert not warning.is_visible()
    with room.computer.page.expect_navigation(url=WELCOME):
        room.computer.page.clock.run_for(181_000)

    assert WORDS not in room.computer.page.content()
    room.hand("Tilleul")
    assert "Votre texte est gardé" not in room.computer.words()
    room.computer.press(room.computer.button("J’ai fini, personne suivante"))
    room.hand("Mésange")
    room.computer.press(room.computer.link("Reprendre le texte que j’avais commencé"))
    assert WORDS in room.computer.words()


def test_the_warning_is_in_sight_however_far_the_page_is_scrolled(hour: OpenHour) -> None:
    """On the small screen of a station, while one writes at the lower edge of the window."""
    room = hour(True)
    room.open("Mésange")
    room.join()
    room.hand("Mésange")
    page = room.computer.page
    page.set_viewport_size({"width": 1024, "height": 600})
    page.clock.install()
    room.write_something()
    written = page.locator("textarea").first
    written.focus()
    written.evaluate("field => scrollBy(0, field.getBoundingClientRect().bottom - innerHeight)")
    warning = page.locator("[data-warning]")

    page.clock.run_for(125_000)

    field, box = written.bounding_box(), warning.bounding_box()
    assert field is not None
    assert box is not None
    assert field["y"] + field["height"] <= box["y"] + 1, "what is typed is not behind it"
    assert written.evaluate("field => field === document.activeElement"), "focus is not stolen"
    for place in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        page.evaluate(f"scrollTo(0, {place})")
        box = warning.bounding_box()
        assert box is not None
        assert box["y"] >= 0, place
        assert box["y"] + box["height"] <= 600, place
    footer = page.locator("footer").bounding_box()
    assert footer is not None
    assert footer["y"] + footer["height"] <= box["y"], "nothing is covered at the end of the page"
