"""Nadia, on her phone: she proposes, supports and comments, and signs in only when it counts."""

import re

import pytest

from tests.e2e.conftest import PHONE, Opener
from tests.e2e.reader import KeyboardReader, Reader

IDEA = "Planter des tilleuls pour avoir de l’ombre sur la place"
CODE = re.compile(r"\b(\d{3})\s?(\d{3})\b")
WAYS = [
    pytest.param(Reader, True, id="with script"),
    pytest.param(Reader, False, id="without script"),
    pytest.param(KeyboardReader, True, id="by keyboard"),
    pytest.param(KeyboardReader, False, id="by keyboard, without script"),
]


@pytest.mark.parametrize(("kind", "script"), WAYS)
def test_a_visitor_proposes_supports_and_comments(
    demo: str, reading: Opener, kind: type[Reader], script: bool
) -> None:
    with reading(demo, kind, java_script_enabled=script, **PHONE) as nadia:
        _propose(nadia)
        _sign_in(nadia, "nadia.nouvelle@example.org", "Nadia N.")
        _read_the_confirmation(nadia)
        _support(nadia)
        _comment(nadia)


def test_a_visitor_who_comments_first_signs_in_afterwards(demo: str, reading: Opener) -> None:
    with reading(demo, **PHONE) as nadia:
        nadia.open("/propositions/45")
        nadia.press(nadia.link("Écrire un commentaire"))
        nadia.write(nadia.field("Votre commentaire"), "Oui, et avec de la musique.")
        nadia.press(nadia.button("Publier le commentaire"))

        _sign_in(nadia, "nadia.autre@example.org", "Nadia A.")

        assert "Oui, et avec de la musique." in nadia.words()


def test_nothing_typed_is_lost_when_the_code_is_wrong(demo: str, reading: Opener) -> None:
    with reading(demo, **PHONE) as nadia:
        nadia.open("/propositions/48/soutenir")
        nadia.press(nadia.button("Je soutiens cette proposition"))
        nadia.write(nadia.page.locator("#email"), "n.trois@example.org")
        nadia.press(nadia.button("Recevoir mon code"))
        nadia.write(nadia.page.locator("#code"), "000000")
        nadia.press(nadia.button("Continuer"))

        assert nadia.page.title().startswith("Erreur")

        _give_the_code_and_a_name(nadia, "Nadia T.")

        assert "Vous soutenez cette proposition." in nadia.words()


def _propose(nadia: Reader) -> None:
    nadia.open("/consultations/place-du-marche")
    assert "Ce que vous pouvez changer" in nadia.words()
    nadia.press(nadia.link("Proposer une idée"))
    nadia.write(nadia.page.locator("#title"), IDEA)
    nadia.press(nadia.button("Continuer"))
    assert nadia.heading() == "Ces idées ressemblent à la vôtre"
    assert "Planter douze tilleuls" in nadia.words()
    nadia.press(nadia.button("Continuer"))  # keeping one's own idea is what is chosen already
    assert nadia.heading() == "Vérifiez avant de publier"
    nadia.press(nadia.page.get_by_role("checkbox"))
    nadia.press(nadia.button("Publier ma proposition"))


def _sign_in(nadia: Reader, email: str, name: str) -> None:
    assert "Ce que vous vouliez faire est gardé." in nadia.words()
    nadia.write(nadia.page.locator("#email"), email)
    nadia.press(nadia.button("Recevoir mon code"))
    _give_the_code_and_a_name(nadia, name)


def _give_the_code_and_a_name(nadia: Reader, name: str) -> None:
    nadia.page.locator("#code").fill("")
    nadia.write(nadia.page.locator("#code"), _code_of_the_newest_letter(nadia))
    nadia.press(nadia.button("Continuer"))
    nadia.write(nadia.page.locator("#display_name"), name)
    nadia.press(nadia.button("Continuer"))


def _code_of_the_newest_letter(nadia: Reader) -> str:
    letters = nadia.context.new_page()
    letters.goto(f"{nadia.home}/demo/courrier")
    letter = letters.locator("main li").first.text_content() or ""
    letters.close()
    found = CODE.search(letter)
    assert found, letter
    return "".join(found.groups())


def _read_the_confirmation(nadia: Reader) -> None:
    assert nadia.heading() == "Votre proposition est publiée"
    assert nadia.page.locator("strong.reference").inner_text()
    assert "Et maintenant ?" in nadia.words()
    nadia.press(nadia.link("Voir ma proposition"))
    assert nadia.heading() == IDEA
    assert "Nadia N." in nadia.words()


def _support(nadia: Reader) -> None:
    nadia.open("/propositions/45")
    before = int((nadia.page.locator(".support__count").inner_text()).split()[0])
    nadia.press(nadia.button("Soutenir cette proposition"))
    assert "Vous soutenez cette proposition." in nadia.words()
    assert nadia.page.locator(".support__count").inner_text().startswith(str(before + 1))


def _comment(nadia: Reader) -> None:
    nadia.write(nadia.field("Votre commentaire"), "Le dimanche, oui. Et l’été, le samedi aussi.")
    nadia.press(nadia.field("Pour"))
    nadia.press(nadia.button("Publier le commentaire"))
    assert "Et l’été, le samedi aussi." in nadia.words()
