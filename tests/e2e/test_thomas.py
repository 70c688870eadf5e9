"""Thomas, at the commune: he decides on a report, takes it back, and prepares a consultation."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator

from tests.e2e.conftest import Opener
from tests.e2e.reader import Reader

WAYS = [pytest.param(True, id="with script"), pytest.param(False, id="without script")]
QUESTION = "Où mettre des bancs dans le village ?"


@pytest.mark.parametrize("script", WAYS)
def test_a_comment_is_hidden_with_a_reason_and_shown_again(
    demo: str, reading: Opener, script: bool
) -> None:
    with reading(demo, java_script_enabled=script) as thomas:
        thomas.enter_as("thomas")
        thomas.open("/gestion/moderation")
        comment = thomas.page.locator("[data-item]").first
        words = " ".join(comment.locator(".prose").first.inner_text().split())
        place = comment.get_by_role("link", name="Lire dans son contexte").get_attribute("href")
        comment.get_by_label("Raison").select_option(label="Des données privées")
        thomas.press(comment.get_by_role("button", name="Masquer"))
        assert place
        _read_as_visitor(demo, reading, place, absent=words, present="Ce commentaire est masqué.")

        thomas.press(thomas.button("Annuler ma dernière décision"))

        _read_as_visitor(demo, reading, place, present=words)
        thomas.open("/gestion/moderation")
        assert words in thomas.words()


@pytest.mark.parametrize("script", WAYS)
def test_a_consultation_is_prepared_and_published(demo: str, reading: Opener, script: bool) -> None:
    with reading(demo, java_script_enabled=script) as thomas:
        thomas.enter_as("thomas")
        _begin(thomas)
        thomas.press(thomas.button("Publier la consultation"))
        assert "Il manque encore ceci avant de publier" in thomas.words()
        _write_the_question_and_the_contract(thomas)
        _set_the_phases(thomas)
        _say_who_answers(thomas)
        _finish(thomas)
        assert "7 points sur 7 sont faits." in thomas.words()

        thomas.press(thomas.button("Publier la consultation"))

        _read_as_visitor(demo, reading, "/consultations", present=QUESTION)


def _begin(thomas: Reader) -> None:
    thomas.open("/gestion/consultations")
    thomas.press(thomas.link("Préparer une consultation"))
    thomas.page.locator("#title").fill(QUESTION)
    thomas.press(thomas.button("Continuer"))
    assert thomas.heading() == f"Préparer : {QUESTION}"


def _write_the_question_and_the_contract(thomas: Reader) -> None:
    thomas.press(thomas.link("La question et le résumé"))
    thomas.page.locator("#summary").fill("La commune achète dix bancs. Dites où ils manquent.")
    thomas.press(thomas.button("Enregistrer"))
    thomas.press(thomas.link("Ce que les gens peuvent changer"))
    thomas.page.locator("#decided").fill("Le budget est de 9 000 €.")
    thomas.page.locator("#open_points").fill("La place de chaque banc.")
    thomas.page.locator("#who_decides").fill("Le collège communal, le mois prochain.")
    thomas.page.get_by_role("radio").first.check()
    thomas.press(thomas.button("Enregistrer"))


def _set_the_phases(thomas: Reader) -> None:
    thomas.press(thomas.link("Les étapes et leurs dates"))
    rows = thomas.page.locator("main form section")
    if rows.count() < 2:
        thomas.press(thomas.button("Ajouter une étape"))
    for place, (label, first, last) in enumerate(
        (("Proposer", 0, 30), ("La commune répond", 31, 60))
    ):
        row = rows.nth(place)
        kinds = row.locator("select option")
        named = [words for words in kinds.all_inner_texts() if words.startswith(label)]
        row.locator("select").select_option(label=named[0])
        _date(row.locator("fieldset").nth(0), first)
        _date(row.locator("fieldset").nth(1), last)
    thomas.press(thomas.button("Enregistrer les étapes"))


def _say_who_answers(thomas: Reader) -> None:
    thomas.press(thomas.link("Qui répond, et avant quelle date"))
    thomas.page.get_by_label("Anne Dupuis").check()
    _date(thomas.page.locator("fieldset").filter(has=thomas.page.get_by_label("Jour")).last, 61)
    thomas.press(thomas.button("Enregistrer"))


def _finish(thomas: Reader) -> None:
    thomas.press(thomas.link("Les documents à lire avant"))
    thomas.press(thomas.button("Il n’y a pas de document à lire"))
    if thomas.heading() != f"Préparer : {QUESTION}":
        thomas.press(thomas.link(QUESTION))
    thomas.press(thomas.link("Les traductions"))
    thomas.page.get_by_role("checkbox").check()
    thomas.press(thomas.button("Enregistrer"))
    thomas.press(thomas.link("La relecture"))
    thomas.press(thomas.button("J’ai tout relu, c’est clair"))


def _date(fieldset: Locator, days: int) -> None:
    day = date.today() + timedelta(days=days)  # noqa: DTZ011 -- the server is on this machine
    numbers = fieldset.locator("input")
    for place, number in enumerate((day.day, day.month, day.year)):
        numbers.nth(place).fill(str(number))


def _read_as_visitor(
    demo: str, reading: Opener, path: str, *, present: str, absent: str | None = None
) -> None:
    with reading(demo) as visitor:
        visitor.open(path if path.startswith("/consultations") else f"{demo}{path}")
        assert present in visitor.words()
        assert absent is None or absent not in visitor.words()
