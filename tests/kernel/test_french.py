"""Tests of participe.kernel.french."""

import pytest
from flask import Flask
from flask_babel import ngettext

from participe.kernel import french


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 soutien"), (1, "1 soutien"), (2, "2 soutiens")]
)
@pytest.mark.usefixtures("app")
def test_nought_is_singular(number: int, said: str) -> None:
    assert ngettext("%(num)d soutien", "%(num)d soutiens", number) == said


def test_the_pages_say_it_too(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ ngettext('%(num)d idée', '%(num)d idées', 0) }}")

    assert template.render() == "0 idée"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Thomas", "de Thomas"),
        ("Anne Dupuis", "d’Anne Dupuis"),
        ("Étienne", "d’Étienne"),
        ("une personne", "d’une personne"),
        ("Hélène", "d’Hélène"),
        ("Henri", "d’Henri"),
        ("hérisson", "de hérisson"),
        ("Yves", "d’Yves"),
        ("Yasmine", "de Yasmine"),
        ("3 petits pas", "de 3 petits pas"),
        ("", "de "),
    ],
)
def test_the_vowel_of_de_is_lost_before_another(name: str, said: str) -> None:
    assert french.of(name) == said


@pytest.mark.parametrize(("count", "written"), [(999, "999"), (2524, "2\u202f524")])
@pytest.mark.usefixtures("app")
def test_thousands_stand_apart_and_are_never_cut(count: int, written: str) -> None:
    assert french.number(count) == written
