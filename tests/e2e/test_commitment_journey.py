"""A promise on its way: Anne signs, then shows what was done; Pascale approves the bilan."""

import re

import pytest

from tests.e2e.conftest import PHONE, Opener
from tests.e2e.reader import KeyboardReader, Reader

TO_SIGN = 27  # the proposition whose prepared answer waits for Anne
PROMISE = "Nous louons un box fermé de dix places"
DONE = "Le box est ouvert depuis lundi."
DECISION = "https://conseil.valbruyere.example/box"
CLOSED = "bibliotheque"  # its bilan waits for Pascale
REPORT = f"/gestion/consultations/{CLOSED}/bilan"
WORD = "Dites aussi combien de personnes ont participé."
SUMMARY = "Soixante-deux personnes ont participé. Trois avis ont changé le règlement."
WAYS = [
    pytest.param(Reader, True, id="with script"),
    pytest.param(KeyboardReader, True, id="by keyboard"),
    pytest.param(KeyboardReader, False, id="by keyboard, without script"),
]


@pytest.mark.parametrize(("kind", "script"), WAYS)
def test_an_answer_becomes_a_commitment_that_is_shown_kept(
    demo: str, reading: Opener, kind: type[Reader], script: bool
) -> None:
    """R5: what was promised, by whom, for when; and later the proof."""
    with reading(demo, kind, java_script_enabled=script, **PHONE) as anne:
        anne.enter_as("anne")
        anne.press(anne.link("Mes réponses"))
        anne.press(anne.page.locator(f'main a[href$="/gestion/reponses/{TO_SIGN}"]'))
        anne.press(anne.button("Signer et publier"))
        number = _read_the_promise(anne)
        _show_it_kept(anne, number)

        with reading(demo, java_script_enabled=script) as visitor:
            visitor.open(f"/engagements/{number}")
            assert DONE in visitor.words()
            assert visitor.link("Lire la décision du conseil").get_attribute("href") == DECISION
            visitor.press(visitor.link("Dire ce que je vois"))
            assert visitor.heading() == "Dire ce que je vois"


@pytest.mark.parametrize(("kind", "script"), [WAYS[0], WAYS[2]])
def test_a_bilan_is_sent_back_changed_approved_and_published(
    demo: str, reading: Opener, kind: type[Reader], script: bool
) -> None:
    with (
        reading(demo, kind, java_script_enabled=script) as thomas,
        reading(demo, kind, java_script_enabled=script) as pascale,
    ):
        _begin_another(thomas)
        _send_back(pascale)
        _change_and_submit(thomas)
        pascale.open(REPORT)
        pascale.press(pascale.button("Approuver ce bilan"))
        thomas.open(REPORT)
        thomas.press(thomas.button("Publier le bilan"))

        with reading(demo, java_script_enabled=script) as visitor:
            visitor.open(f"/consultations/{CLOSED}/bilan")
            assert SUMMARY in visitor.words()
            assert "Pascale Gilbert, direction générale" in visitor.words()


def _read_the_promise(anne: Reader) -> int:
    """Follow the commitment from the proposition, and return its number."""
    anne.open(f"/propositions/{TO_SIGN}")
    anne.press(anne.page.locator("#engagements a"))
    assert PROMISE in anne.heading()
    assert "Qui s’est engagé Anne Dupuis, échevine" in anne.words()
    found = re.search(r"/engagements/(\d+)-", anne.page.url)
    assert found
    return int(found[1])


def _show_it_kept(anne: Reader, number: int) -> None:
    anne.open("/gestion/engagements")
    update = anne.page.locator(f'main a[href$="/gestion/engagements/{number}"]')
    anne.press(update)
    anne.press(anne.button("Publier la mise à jour"))
    assert anne.page.title().startswith("Erreur")  # a state asks for its sentence
    anne.press(anne.page.get_by_label("Tenu", exact=True))
    anne.write(anne.field("Que s’est-il passé ?"), DONE)
    anne.write(anne.field("Lien vers la décision"), DECISION)
    anne.press(anne.button("Publier la mise à jour"))


def _begin_another(thomas: Reader) -> None:
    """The house writes the first text of a bilan."""
    thomas.enter_as("thomas")
    thomas.open("/gestion/consultations/sans-voiture/bilan")
    thomas.press(thomas.button("Préparer le bilan"))
    assert "personnes ont participé" in thomas.field("Le résumé").input_value()


def _send_back(pascale: Reader) -> None:
    pascale.enter_as("pascale")
    pascale.press(pascale.link("Bilans"))
    pascale.press(pascale.link("Un règlement plus simple pour la bibliothèque"))
    pascale.write(pascale.field("Ce qu’il faut changer"), WORD)
    pascale.press(pascale.button("Renvoyer à l’équipe"))


def _change_and_submit(thomas: Reader) -> None:
    thomas.open(REPORT)
    assert WORD in thomas.words()
    thomas.write(thomas.field("Le résumé"), f"{SUMMARY} ")
    thomas.press(thomas.button("Enregistrer et envoyer à la direction générale"))
