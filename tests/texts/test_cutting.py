"""Invariant 2: a text is cut into passages and joined again, and no word of it changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participe.kernel.html import clean_text
from participe.texts.cutting import Piece, cut, join, paragraphs, written

REGULATION = """\
TITRE II – De la place

Article 1er – Le marché
Le marché a lieu le jeudi.

Il est fermé :
- le 1er mai ;
- le 21 juillet.

Art. 2. Les voitures roulent à 20 km/h.

## Annexes au plan

Un paragraphe.

Un autre,
sur deux lignes.
"""


def test_an_article_holds_its_paragraphs_and_other_headings_stand_alone() -> None:
    assert cut(REGULATION) == [
        Piece("TITRE II – De la place", 1),
        Piece(
            "Article 1er – Le marché",
            4,
            "Le marché a lieu le jeudi.\n\nIl est fermé :\n- le 1er mai ;\n- le 21 juillet.",
        ),
        Piece("Art. 2.", 4, "Les voitures roulent à 20 km/h."),
        Piece("Annexes au plan", 2),
        Piece(body="Un paragraphe."),
        Piece(body="Un autre,\nsur deux lignes."),
    ]


def test_a_text_without_headings_is_one_passage_a_paragraph() -> None:
    assert [piece.body for piece in cut("Un.\n\nDeux.\n  \nTrois.")] == ["Un.", "Deux.", "Trois."]


def test_the_items_of_a_list_stay_together_and_numbered_paragraphs_do_not() -> None:
    listed, numbered = cut("- un\n\n  encore\n\n- deux"), cut("1. Un.\n\n2. Deux.")

    assert [piece.body for piece in listed] == ["- un\n\n  encore\n\n- deux"]
    assert [piece.body for piece in numbered] == ["1. Un.", "2. Deux."]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Article 1er", 4),
        ("ARTICLE 12bis", 4),
        ("Art. 12 – Horaires", 4),
        ("Art. 3. Objet.", 4),
        ("Article 4 : De la place", 4),
        ("Article unique", 4),
        ("TITRE II Dispositions générales", 1),
        ("Titre premier", 1),
        ("CHAPITRE Ier. - Des chiens et de leurs maîtres.", 2),
        ("Chapitre 3", 2),
        ("Section 2 – Le bruit", 3),
        ("Annexe", 1),
        ("Annexe A : le plan", 1),
        ("### Un mot", 3),
        ("###### Tout en bas", 4),
    ],
)
def test_this_line_is_a_heading(line: str, level: int) -> None:
    [piece] = cut(line)

    assert (piece.heading, piece.heading_level) == (line.lstrip("# "), level)
    assert cut(written(piece.heading, piece.heading_level)) == [piece]


@pytest.mark.parametrize(
    "line",
    [
        "Article 9 de la loi du 8 juillet est abrogé.",
        "Titre de transport",
        "Le titre II reste.",
        "Section 2 du règlement",
        "Annexes financières",
        "« Art. 10 - Les informations sont libres. »",
        "#fontaine",
        "TITRE II Le présent titre dit tout ce qui suit.",
    ],
)
def test_this_line_is_no_heading(line: str) -> None:
    assert cut(line) == [Piece(body=line)]


def test_an_article_named_in_the_middle_of_a_sentence_begins_no_passage() -> None:
    assert len(cut("Comme le dit,\nArticle 2\nde la loi.")) == 1
    assert len(cut("C’est dit.\nArticle 2\nRien.")) == 2


def test_the_places_where_a_passage_may_be_cut_are_its_empty_lines() -> None:
    assert paragraphs("Un.\nEncore un.\n\n \nDeux.") == ["Un.\nEncore un.", "Deux."]


def test_a_very_long_line_is_read_at_once() -> None:
    assert len(cut("Article 1" + " -" * 100_000)) == 1
    assert len(cut("#" * 200_000)) == 1


LINES = st.sampled_from(
    [
        "Article 1er",
        "Art. 2. Il pleut sur la place.",
        "Article 1. Article 2. Un deux trois quatre.",
        "TITRE II",
        "# Objet",
        "## Article 3",
        "- un",
        "  suite",
        "2. deux",
        "",
        " \t",
        "#",
        "a,",
    ]
)
TEXTS = st.one_of(
    st.text(),
    st.lists(st.one_of(LINES, st.text(max_size=12)), max_size=12).map("\n".join),
    st.lists(LINES, max_size=12).map("\r\n".join),
)


def words(text: str) -> list[str]:
    """Return the words of a text; the signs that mark a heading are none."""
    return [word for word in clean_text(text).split() if not re.fullmatch("#+", word)]


@given(TEXTS)
def test_text_in_equals_text_out(text: str) -> None:
    assert words(join(cut(text))) == words(text)


@given(TEXTS)
def test_what_was_joined_is_cut_and_joined_the_same_again(text: str) -> None:
    once = join(cut(text))

    assert join(cut(once)) == once


@given(TEXTS)
def test_every_passage_says_something(text: str) -> None:
    for piece in cut(text):
        assert piece.heading.strip() or piece.body.strip()
        assert bool(piece.heading) == bool(piece.heading_level)
