"""What is printed: the words of the page, the notes that print asks for, and nothing to press."""

import re

import pytest

from tests.e2e.conftest import Opener

REPORT = "/consultations/ancienne-ecole-de-ronquet/bilan"
TEXT = "/consultations/reglement-des-espaces-partages/textes/1/imprimer?marques=1"
TO_PRESS = "nav, button, .skip-link, .demo-band, .footer"


@pytest.mark.parametrize(
    ("path", "title", "words"),
    [
        pytest.param(REPORT, "Les chiffres", "89 personnes ont participé.", id="a bilan"),
        pytest.param(TEXT, "Article 41", "Ils laissent toujours passer", id="a text"),
    ],
)
def test_what_is_printed_has_the_words_and_nothing_to_press(
    shared_demo: str, reading: Opener, path: str, title: str, words: str
) -> None:
    with reading(shared_demo) as reader:
        reader.open(path)

        paper = reader.page.pdf(format="A4", outline=True, tagged=True)
        reader.page.emulate_media(media="print")

        assert len(re.findall(rb"/Type\s*/Page\b", paper)) > 1
        assert words in reader.words()
        assert not any(one.is_visible() for one in reader.page.locator(TO_PRESS).all())
        assert _has_heading(paper, title)


def _has_heading(paper: bytes, title: str) -> bool:
    """Tell whether the outline of a PDF names such a part: as it is, or in digits of UTF-16."""
    digits = title.encode("utf-16-be").hex().upper()
    return f"/Title ({title})".encode() in paper or digits.encode() in paper
