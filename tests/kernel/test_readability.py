"""Tests of participe.kernel.readability."""

import pytest

from participe.kernel.readability import readability, syllables

PLAIN = "Quatre arbres seront plantés en novembre. La place reste ouverte."
OFFICIALESE = (
    "Conformément aux dispositions réglementaires susmentionnées, l’administration communale "
    "procédera, sous réserve de l’approbation des autorités subsidiantes compétentes, à "
    "l’établissement d’un inventaire circonstancié des plantations existantes."
)


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("maison", 2),
        ("école", 2),
        ("place", 1),
        ("parlent", 1),
        ("monument", 3),
        ("océan", 3),
        ("échevine", 3),
        ("les", 1),
        ("que", 1),
        ("Bureau", 2),
    ],
)
def test_syllables_are_counted_as_they_are_said(word: str, number: int) -> None:
    assert syllables(word) == number


def test_plain_words_score_above_officialese() -> None:
    plain, heavy = readability(PLAIN), readability(OFFICIALESE)

    assert plain is not None
    assert heavy is not None
    assert plain.is_easy
    assert plain.words_per_sentence == 5
    assert not heavy.is_easy
    assert heavy.has_long_sentences


def test_the_formula_is_the_documented_one() -> None:
    # four words in one sentence, five syllables in all
    measured = readability("La mairie plante mieux.")

    assert measured is not None
    assert measured.words_per_sentence == 4
    assert measured.score == min(100, round(207 - 1.015 * 4 - 73.6 * 5 / 4))


@pytest.mark.parametrize("text", ["", "  ", "… !", "2030 : 4 000"])
def test_a_text_without_words_is_not_measured(text: str) -> None:
    assert readability(text) is None
