"""The hour of a session: eight people, four computers, one facilitator whose clicks are counted."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator

from tests.e2e.conftest import Opener
from tests.e2e.reader import Reader
from tests.e2e.test_pages import SMALL, examine

MOST_CLICKS = 24
COMPUTERS = 4
CHECKS = {
    False: ("Vérifiez avant de publier", "Publier ma proposition"),
    True: ("Relisez à voix haute", "Oui, c’est ce que j’ai dit"),
}


@dataclass(frozen=True)
class Visitor:
    """Somebody of the room: what they propose, what they support, and whether they dictate it."""

    name: str
    idea: str
    supports: tuple[int, int]
    dictates: bool = False


FIRST_WAVE = (
    Visitor("Mésange", "Un robinet à hauteur des enfants", (35, 45)),
    Visitor("Paula", "Des sièges tournés vers le soleil", (41, 48), dictates=True),
    Visitor("Ahmed", "Garder un coin pour réparer les vélos", (35, 41)),
    Visitor("Sureau", "Une lumière au-dessus de la boîte aux lettres", (45, 48)),
)
SECOND_WAVE = (
    Visitor("Colette", "Un jour sans musique par semaine", (41, 35)),
    Visitor("Tilleul", "Des poubelles qui ferment bien", (48, 45)),
    Visitor("Rachid", "Un plan du village en relief", (35, 48)),
    Visitor("Ondine", "Laisser pousser l’herbe entre les dalles", (45, 41)),
)
EVERYBODY = (*FIRST_WAVE, *SECOND_WAVE)


class Facilitator(Reader):
    """Counts what Sylvie's hands do on the system."""

    clicks = fields = 0

    def press(self, wanted: Locator) -> None:
        self.clicks += 1
        super().press(wanted)

    def write(self, wanted: Locator, text: str) -> None:
        self.fields += 1
        super().write(wanted, text)

    def reload(self) -> None:
        self.clicks += 1
        self.page.reload()

    def start_printing(self) -> None:
        """Press the button that prints, which no page needs: without script the browser has one."""
        printing = self.button("Imprimer les reçus")
        if printing.is_visible():
            self.clicks += 1
            printing.click()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def room(
    request: pytest.FixtureRequest, demo: str, reading: Opener
) -> Iterator[tuple[Facilitator, list[Reader]]]:
    """Sylvie's window, and four more, with or without script."""
    options = {"java_script_enabled": request.param}
    with ExitStack() as windows:
        sylvie = windows.enter_context(reading(demo, Facilitator, **options))
        yield (
            sylvie,  # type: ignore[misc]
            [windows.enter_context(reading(demo, **options)) for _one in range(COMPUTERS)],
        )


def test_eight_people_take_part_and_leave_with_a_receipt(
    room: tuple[Facilitator, list[Reader]], demo: str, reading: Opener
) -> None:
    """interface.md 5.5: at most 24 clicks, each supports two and writes one, each has a code."""
    sylvie, computers = room
    sylvie.enter_as("sylvie")
    sylvie.open("/seances")
    sylvie.clicks = 0

    _open(sylvie, computers)
    for visitor in FIRST_WAVE:
        _add(sylvie, visitor, "et confier le poste")
    for visitor in SECOND_WAVE:
        _add(sylvie, visitor, "Ajouter (13 ans ou plus)")
    for computer, visitor in zip(computers, FIRST_WAVE, strict=True):
        _take_part(computer, visitor)
    sylvie.reload()
    for number, (computer, visitor) in enumerate(zip(computers, SECOND_WAVE, strict=True), start=1):
        row = sylvie.page.get_by_role("row").filter(has_text=visitor.name)
        sylvie.press(row.get_by_role("button", name=f"Confier le poste {number}"))
        _take_part(computer, visitor)
    codes = _print(sylvie)
    _close(sylvie)

    print(f"clicks of the facilitator: {sylvie.clicks}, fields filled: {sylvie.fields}")  # noqa: T201
    assert sylvie.clicks <= MOST_CLICKS
    assert sylvie.fields == len(EVERYBODY) + 1  # the names, which may stay empty, and the questions
    for computer in computers:
        computer.wait_for("Rejoindre une séance accompagnée")
    with reading(demo) as at_home:
        _follow(at_home, codes[FIRST_WAVE[1].name], FIRST_WAVE[1])


def test_axe_finds_nothing_to_say_on_the_way(demo: str, reading: Opener) -> None:
    with reading(demo, Facilitator) as sylvie, reading(demo, **SMALL) as computer:
        sylvie.enter_as("sylvie")
        sylvie.open("/seances")
        _open(sylvie, [computer])  # type: ignore[arg-type]
        examine(computer.page)
        _add(sylvie, EVERYBODY[0], "et confier le poste")  # type: ignore[arg-type]
        examine(sylvie.page)
        computer.wait_for(f"Bonjour {EVERYBODY[0].name}")
        examine(computer.page)
        computer.press(computer.button("Commencer"))
        examine(computer.page)
        computer.press(computer.link("Proposer une idée"))
        computer.write(computer.page.locator("#title"), EVERYBODY[0].idea)
        _publish(computer, EVERYBODY[0])
        examine(computer.page)
        computer.press(computer.link("Faire autre chose"))
        computer.press(computer.link("Voir mon reçu"))
        examine(computer.page)
        computer.press(computer.button("J’ai fini, personne suivante"))
        sylvie.press(sylvie.button("Imprimer les reçus"))
        examine(sylvie.page)
        code = sylvie.page.locator(".receipt__code").inner_text()
        sylvie.press(sylvie.link("Puis fermer la séance"))
        examine(sylvie.page)
        sylvie.press(sylvie.button("Fermer la séance"))
        assert "Dites qui a compté avec vous." in sylvie.words()
        examine(sylvie.page)
    with reading(demo, **SMALL) as at_home:
        _examine_what_is_followed(at_home, code)


def _examine_what_is_followed(at_home: Reader, code: str) -> None:
    """Open what a receipt opens, and the page of each thing that one can do there."""
    at_home.open("/suivi")
    at_home.write(at_home.page.locator("#receipt_code"), code)
    at_home.press(at_home.button("Voir"))
    examine(at_home.page)
    for words in ("Corriger", "Retirer", "Garder mes contributions", "Tout effacer"):
        at_home.press(at_home.link(words))
        examine(at_home.page)
        at_home.open("/suivi/mes-contributions")


def _open(sylvie: Facilitator, computers: list[Reader]) -> None:
    """Open the session before people sit down, have the computers join, and read the notice."""
    sylvie.press(sylvie.link("Nouvelle séance"))
    sylvie.press(sylvie.button("Ouvrir maintenant"))
    shown = sylvie.page.locator("strong.reference").all_inner_texts()
    assert len(shown) == COMPUTERS
    for computer, digits in zip(computers, shown[: len(computers)], strict=True):
        computer.open("/poste")
        computer.write(computer.page.locator("#digits"), digits)
        computer.press(computer.button("Rejoindre la séance"))
    sylvie.press(sylvie.button("J’ai lu la notice"))


def _add(sylvie: Facilitator, visitor: Visitor, words: str) -> None:
    sylvie.write(sylvie.page.locator("#name"), visitor.name)
    if visitor.dictates:
        sylvie.press(sylvie.page.get_by_label("En disant ce qu’il faut écrire"))
    sylvie.press(sylvie.button(words))
    assert visitor.name in sylvie.words()


def _take_part(computer: Reader, visitor: Visitor) -> None:
    """Support two propositions and propose one, then leave nothing on the screen."""
    computer.wait_for(f"Bonjour {visitor.name}")
    computer.press(computer.button("Commencer"))
    for number in visitor.supports:
        computer.open(f"/propositions/{number}")
        computer.press(computer.button("Soutenir cette proposition"))
        assert "Vous soutenez ce" in computer.words()  # one proposition, or its group
    computer.open("/poste")
    computer.press(computer.link("Proposer une idée"))
    computer.write(computer.page.locator("#title"), visitor.idea)
    _publish(computer, visitor)
    computer.press(computer.button("J’ai fini, personne suivante"))
    assert visitor.name not in computer.page.content()


def _publish(computer: Reader, visitor: Visitor) -> None:
    """Check the idea and publish it; who dictates has it read back first."""
    computer.press(computer.button("Continuer"))
    if computer.heading() == "Ces idées ressemblent à la vôtre":
        computer.press(computer.button("Continuer"))
    heading, words = CHECKS[visitor.dictates]
    assert computer.heading() == heading
    assert visitor.idea in computer.words()
    assert not computer.page.get_by_role("checkbox").count()  # who added them declared the age
    computer.press(computer.button(words))
    assert computer.heading() == "Votre proposition est publiée"


def _print(sylvie: Facilitator) -> dict[str, str]:
    """Print all receipts, and return the code of each person."""
    sylvie.press(sylvie.button("Imprimer les reçus"))
    receipts = sylvie.page.locator(".receipt").all_inner_texts()
    sylvie.start_printing()
    codes = {}
    for visitor in EVERYBODY:
        [receipt] = [words for words in receipts if visitor.name in words]
        assert visitor.idea[:20] in receipt
        assert "2 soutiens" in receipt.replace("\u00a0", " ")
        codes[visitor.name] = re.search(r"Votre code\s+(\S+)", receipt)[1]  # type: ignore[index]
    assert len(set(codes.values())) == len(EVERYBODY)
    return codes


def _close(sylvie: Facilitator) -> None:
    sylvie.press(sylvie.link("Puis fermer la séance"))
    sylvie.press(sylvie.page.get_by_label("Une personne de la séance"))
    sylvie.write(sylvie.page.locator("#questions"), "Quand commencent les travaux ?")
    sylvie.press(sylvie.button("Fermer la séance"))
    said = sylvie.words()
    assert "Quand commencent les travaux ?" in said
    assert "Compté avec une personne de la séance" in said
    assert not any(visitor.name in said for visitor in EVERYBODY)


def _follow(at_home: Reader, code: str, visitor: Visitor) -> None:
    """Open one's things with nothing but the paper."""
    at_home.open("/suivi")
    at_home.write(at_home.page.locator("#receipt_code"), code)
    at_home.press(at_home.button("Voir"))
    assert visitor.idea in at_home.words()
    assert not any(other.idea in at_home.words() for other in EVERYBODY if other != visitor)
