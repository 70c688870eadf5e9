"""What is printed: the words of the page, the notes that print asks for, and nothing to press."""

import re

import pytest
from playwright.sync_api import Locator

from tests.e2e.conftest import Opener
from tests.e2e.reader import Reader

REPORT = "/consultations/ancienne-ecole-de-ronquet/bilan"
TEXT = "/consultations/reglement-des-espaces-partages/textes/1/imprimer?marques=1"
PAPER = "/consultations/reglement-des-espaces-partages/papier"
A4 = {"width": 733, "height": 1062}  # px of what is printed, inside margins of 8 mm
LONG_NAME = "Marie-Christine Vandenbroucke de Walhain"
LONG_IDEA = "Deux bancs tournés vers le soleil, un robinet à hauteur des enfants, et un abri"
CUT = """one => one.scrollHeight > one.clientHeight
  || one.lastElementChild.getBoundingClientRect().bottom > one.getBoundingClientRect().bottom"""
SMALLEST = """all => Math.min(...all.flatMap(one => [...one.querySelectorAll("h2, p, li, strong")])
  .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
TO_PRESS = "nav, button, .skip-link, .demo-band, .footer"


@pytest.mark.parametrize(
    ("path", "title", "words"),
    [
        pytest.param(REPORT, "Les chiffres", "89 personnes ont participé.", id="a bilan"),
        pytest.param(TEXT, "Article 41", "Ils laissent toujours passer", id="a text"),
        pytest.param(PAPER, "3. Votre accord", "Une autre phrase", id="a paper about a text"),
    ],
)
def test_what_is_printed_has_the_words_and_nothing_to_press(
    shared_demo: str, reading: Opener, path: str, title: str, words: str
) -> None:
    with reading(shared_demo) as reader:
        reader.open(path)

        paper = reader.page.pdf(format="A4", outline=True, tagged=True)
        reader.page.emulate_media(media="print")

        assert _pages(paper) > 1
        assert words in reader.words()
        assert not any(one.is_visible() for one in reader.page.locator(TO_PRESS).all())
        assert _has_heading(paper, title)


def test_receipts_are_four_on_a_sheet_whatever_is_in_them(demo: str, reading: Opener) -> None:
    """Cut with scissors: a receipt of other height would leave half a sheet, or lose its end."""
    with reading(demo) as sylvie:
        sylvie.enter_as("sylvie")
        _type_papers(sylvie, 8)
        sylvie.press(sylvie.button("Imprimer les reçus (8)"))

        paper = sylvie.page.pdf(format="A4", prefer_css_page_size=True)
        sylvie.page.set_viewport_size(A4)
        sylvie.page.emulate_media(media="print")

        receipts = sylvie.page.locator(".receipt")
        assert _pages(paper) == 2
        assert any(LONG_NAME in words for words in receipts.all_inner_texts())
        assert len({round(_height(one)) for one in receipts.all()}) == 1
        assert not any(one.evaluate(CUT) for one in receipts.all())
        assert receipts.evaluate_all(SMALLEST) >= 16  # px: 12 points


@pytest.mark.parametrize("which", ["", "en cours"])
def test_the_sheet_of_a_usual_month_is_one_page(
    shared_demo: str, reading: Opener, which: str
) -> None:
    with reading(shared_demo) as reader:
        reader.open("/valves")
        if which:
            reader.press(reader.link(which))

        paper = reader.page.pdf(format="A4", prefer_css_page_size=True)

        assert _pages(paper) == 1


def _type_papers(sylvie: Reader, papers: int) -> None:
    """Open a session and type in papers, of which the first has all the words there is room for."""
    sylvie.open("/seances/nouvelle")
    sylvie.press(sylvie.button("Ouvrir maintenant"))
    console = sylvie.page.url
    sylvie.press(sylvie.link("Encoder des papiers remplis"))
    for number in range(1, papers + 1):
        name, idea = (LONG_NAME, LONG_IDEA) if number == 1 else (f"Nom {number}", f"Idée {number}")
        sylvie.write(sylvie.page.locator(f"[name=p{number}-name]"), name)
        sylvie.write(sylvie.page.locator(f"[name=p{number}-title]"), idea)
        sylvie.write(sylvie.page.locator(f"[name=p{number}-supports]"), "35, 45")
        sylvie.page.locator(f"[name=p{number}-signed]").check()
    sylvie.press(sylvie.button("Enregistrer ces papiers"))
    sylvie.page.goto(console)


def _pages(paper: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def _height(receipt: Locator) -> float:
    box = receipt.bounding_box()
    assert box
    return box["height"]


def _has_heading(paper: bytes, title: str) -> bool:
    """Tell whether the outline of a PDF names such a part: as it is, or in digits of UTF-16."""
    digits = title.encode("utf-16-be").hex().upper()
    return f"/Title ({title})".encode() in paper or digits.encode() in paper
