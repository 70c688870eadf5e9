"""A text on its way: Nadia proposes a sentence, Thomas takes it in, and a letter tells her."""

import re
import time

import pytest

from tests.e2e.conftest import PHONE, Opener
from tests.e2e.reader import LATE_AFTER, KeyboardReader, Reader
from tests.mail_server import Mailbox

RULES = "/consultations/reglement-des-espaces-partages"
PASSAGE = f"{RULES}/textes/1/passages/10"  # skates
EMAIL = "nadia.nouvelle@example.org"
CODE = re.compile(r"\b(\d{3})\s?(\d{3})\b")
SENTENCE = "Le skate et les patins sont permis sur le parvis de 10 h à 19 h 30."
REASON = "Les voisins le demandent."
NOTE = "Le skate s’arrête une demi-heure plus tôt."
MARKET = """\
Article 1er. Le lieu
Le marché se tient sur la place.

Article 2. L’heure
Il commence à 8 h et finit à 13 h.

Les camions partent avant 14 h.
"""
WAYS = [
    pytest.param(Reader, True, id="with script"),
    pytest.param(KeyboardReader, True, id="by keyboard"),
    pytest.param(KeyboardReader, False, id="by keyboard, without script"),
]


@pytest.mark.parametrize(("kind", "script"), WAYS)
def test_a_sentence_goes_from_a_visitor_into_the_text(
    posting: tuple[str, Mailbox], reading: Opener, kind: type[Reader], script: bool
) -> None:
    """R2: every remark is decided, its author is told once, and is credited."""
    address, mailbox = posting
    with reading(address, kind, java_script_enabled=script, **PHONE) as nadia:
        _propose_another_sentence(nadia)
        _sign_in(nadia, mailbox)
        _support_somebody_else(nadia)
        with reading(address, kind, java_script_enabled=script) as thomas:
            _decide_and_publish(thomas)
        _read_what_became_of_it(nadia)


@pytest.mark.parametrize(("kind", "script"), [WAYS[0], WAYS[2]])
def test_a_text_is_pasted_corrected_and_published(
    demo: str, reading: Opener, kind: type[Reader], script: bool
) -> None:
    with reading(demo, kind, java_script_enabled=script) as thomas:
        thomas.enter_as("thomas")
        _paste(thomas)
        _correct_the_cut(thomas)
        thomas.press(thomas.link("Relire et publier"))
        assert "3 passages à discuter." in thomas.words()
        thomas.press(thomas.button("Publier cette version"))

        with reading(demo, kind, java_script_enabled=script) as visitor:
            visitor.open(f"{RULES}/textes/2")
            assert visitor.heading() == "Règlement du marché"
            visitor.press(visitor.page.locator('main a[href$="/passages/3/donner-un-avis"]'))
            assert "Les camions partent avant 14 h." in visitor.words()


def _propose_another_sentence(nadia: Reader) -> None:
    nadia.open(RULES)
    nadia.press(nadia.link("Lire le texte et donner un avis"))
    nadia.press(nadia.link("Article 7 – Les planches et les patins"))
    nadia.press(nadia.page.locator(f'main a[href$="{PASSAGE}/donner-un-avis"]'))
    nadia.press(nadia.field("Je propose une autre phrase"))
    sentence = nadia.field("Votre phrase")
    nadia.write(sentence, "")  # goes there
    nadia.page.keyboard.press("Control+A")
    nadia.write(sentence, SENTENCE)
    nadia.write(nadia.field("Pourquoi ?"), "À 20 h, mon petit dort déjà.")
    nadia.press(nadia.button("Publier mon avis"))


def _sign_in(nadia: Reader, mailbox: Mailbox) -> None:
    assert "Ce que vous vouliez faire est gardé." in nadia.words()
    nadia.write(nadia.page.locator("#email"), EMAIL)
    nadia.press(nadia.button("Recevoir mon code"))
    nadia.write(nadia.page.locator("#code"), _code_in(mailbox))
    nadia.press(nadia.button("Continuer"))
    nadia.write(nadia.page.locator("#display_name"), "Nadia N.")
    nadia.press(nadia.button("Continuer"))
    assert PASSAGE in nadia.page.url
    assert "Nadia N." in nadia.words()
    assert "À 20 h, mon petit dort déjà." in nadia.words()


def _code_in(mailbox: Mailbox) -> str:
    """Return the code of the letter to Nadia, once the worker has sent it."""
    last = time.monotonic() + LATE_AFTER / 1000
    while not (letters := [one for one in mailbox.letters if EMAIL in str(one["To"])]):
        assert time.monotonic() < last, "the letter with the code did not come"
        time.sleep(0.1)
    text = letters[0].get_body(("plain",))
    assert text
    found = CODE.search(text.get_content())
    assert found
    return "".join(found.groups())


def _support_somebody_else(nadia: Reader) -> None:
    nadia.press(nadia.button("Soutenir l’avis de Gaston"))
    assert nadia.button("Retirer mon soutien à l’avis de Gaston").is_visible()


def _decide_and_publish(thomas: Reader) -> None:
    thomas.enter_as("thomas")
    thomas.open(f"/gestion{RULES}/textes")
    thomas.press(thomas.page.locator(f'main a[href$="{RULES}/textes/1/avis"]'))
    thomas.press(thomas.link("Reprendre cette phrase de Nadia N."))
    thomas.press(thomas.button("Reprendre cette phrase"))
    thomas.open(f"/gestion{RULES}/textes/1/avis")
    thomas.press(thomas.page.get_by_label("Gaston"))
    thomas.press(thomas.field("Pas retenu, avec une raison"))
    thomas.write(thomas.field("Pourquoi ?"), REASON)
    thomas.press(thomas.button("Décider pour les avis cochés"))
    thomas.open(f"/gestion{RULES}/textes/1/publier")
    thomas.write(thomas.field("Ce qui change, et pourquoi"), NOTE)
    thomas.press(thomas.button("Publier cette version"))


def _read_what_became_of_it(nadia: Reader) -> None:
    nadia.open(PASSAGE)
    assert "Phrase proposée par Nadia N., reprise dans la version 3." in nadia.words()
    nadia.open(f"{RULES}/textes/1/suites")
    assert REASON in nadia.words()
    nadia.open("/demo/courrier")
    letters = nadia.page.locator("main li").filter(has_text=EMAIL)
    told = letters.filter(has_text="Ce que la commune a fait de votre avis")
    assert told.count() == 1
    assert "Votre phrase est dans le texte, avec votre nom." in (told.text_content() or "")


def _paste(thomas: Reader) -> None:
    thomas.open(f"/gestion{RULES}/textes")
    thomas.press(thomas.link("Ajouter un texte"))
    thomas.press(thomas.button("Ajouter et couper le texte"))
    assert thomas.page.title().startswith("Erreur")
    thomas.write(thomas.field("Le nom du texte"), "Règlement du marché")
    thomas.write(thomas.field("Ou le texte, collé ici"), MARKET)
    thomas.press(thomas.button("Ajouter et couper le texte"))
    assert thomas.heading() == "Règlement du marché"
    assert "Article 2. L’heure" in thomas.words()


def _correct_the_cut(thomas: Reader) -> None:
    """The lorries are a passage of their own."""
    thomas.unfold(thomas.page.locator("#passage-2 summary"))
    thomas.press(thomas.page.locator('main a[href$="/passages/2/couper"]'))
    thomas.press(thomas.page.get_by_label("Les camions partent"))
    thomas.press(thomas.button("Couper le passage"))
    assert "Les camions partent avant 14 h." in thomas.page.locator(".passage").nth(2).inner_text()
