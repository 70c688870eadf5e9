"""Anne, échevine, at night on her phone: she reads a proposition, answers it and signs."""

import pytest

from tests.e2e.conftest import PHONE, Opener
from tests.e2e.reader import KeyboardReader, Reader

LATE = 19  # the proposition that has waited longest for its answer
WAYS = [
    pytest.param(Reader, True, id="with script"),
    pytest.param(Reader, False, id="without script"),
    pytest.param(KeyboardReader, True, id="by keyboard"),
]


@pytest.mark.parametrize(("kind", "script"), WAYS)
def test_an_official_signs_an_answer_that_everyone_reads(
    demo: str, reading: Opener, kind: type[Reader], script: bool
) -> None:
    with reading(demo, kind, java_script_enabled=script, **PHONE) as anne:
        anne.enter_as("anne")
        anne.open("/gestion/reponses")
        anne.press(anne.page.locator(f'main a[href$="/gestion/reponses/{LATE}"]'))
        anne.press(anne.page.get_by_label("Acceptée", exact=True))
        anne.press(anne.button("Signer et publier"))
        assert anne.page.title().startswith("Erreur")  # an outcome asks for its words

        anne.write(anne.page.locator("#what_we_do"), "Nous posons une chicane en avril.")
        _say_when(anne)
        anne.press(anne.button("Signer et publier"))

        with reading(demo, java_script_enabled=script) as visitor:
            visitor.open(f"/propositions/{LATE}")
            assert "Nous posons une chicane en avril." in visitor.words()
            assert "Anne Dupuis, échevine" in visitor.words()
            visitor.open("/demo/courrier")
            letters = visitor.page.locator("main").text_content() or ""
            assert "Nous posons une chicane en avril." in letters


def _say_when(anne: Reader) -> None:
    numbers = anne.page.locator("fieldset").filter(has=anne.page.get_by_label("Jour"))
    for place, number in enumerate(("30", "4", "2040")):
        anne.write(numbers.locator("input").nth(place), number)
