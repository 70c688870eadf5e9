"""What holds for every page, read by a browser: WCAG 2.2 AA as far as axe sees, weight, manners."""

import gzip
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import COMMUNE, Opener
from tests.e2e.reader import Reader

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},  # 2.5.8, which axe leaves out by itself
    "resultTypes": ["violations"],
}
# The rules that depend on whether a page is light or dark: its sheets change colours only.
COLOURS: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
LOOK = "options => axe.run(options).then(({violations}) => ({violations}))"
SMALL = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
HEAVIEST = 15 * 1024  # bytes of HTML, compressed
REQUESTS = 6
PICTURES = "/aide/images/"  # those of a guide come one by one, as they come near
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# On a small screen the rows of a list are cards, which repeat its heads; a plot and numbers scroll.
WRONG_LISTS = """() => {
  for (const fold of document.querySelectorAll("main details")) fold.open = true;
  const lists = [...document.querySelectorAll(".table-scroll")]
    .filter(box => box.matches(".stacked") || !box.querySelector("svg, td.number"));
  const head = cell => cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
  const wrong = lists.flatMap(list => [...list.querySelectorAll("[data-label]")])
    .filter(cell => cell.dataset.label !== head(cell).textContent.trim());
  return lists.filter(box => box.scrollWidth > box.clientWidth).concat(wrong)
    .map(one => one.innerText);
}"""
TOO_LOW = """() => {
  for (const fold of document.querySelectorAll("main details")) fold.open = true;
  const targets = [...document.querySelectorAll("main :is(a, button, summary)")];
  return targets.filter(one => one.getBoundingClientRect().height < 44).map(one => one.innerText);
}"""
# Refused as they are: the button of each form is pressed with nothing filled in.
REFUSE = """() => {
  const form = document.querySelector("main form[method=post][novalidate]");
  for (const control of form.querySelectorAll("input, textarea, select")) {
    if (control.type === "hidden") continue;
    if (control.type === "radio" || control.type === "checkbox") control.checked = false;
    else control.value = "";
  }
  form.requestSubmit(form.querySelector("button"));
}"""


@dataclass(frozen=True)
class Address:
    """A page of the demo, and who reads it."""

    path: str
    role: str | None = None
    statuses: set[int] = field(default_factory=lambda: {200})
    then: str = ""  # the page is the first in this one whose address holds this


def _all(role: str | None, *paths: str) -> list[Address]:
    return [Address(path, role) for path in paths]


PREPARED = "/gestion/consultations/place-du-marche"
ANSWERED = "/propositions/42"
RULES_OF_PLACES = "/consultations/reglement-des-espaces-partages"
TEXT = f"{RULES_OF_PLACES}/textes/1"
DRAFT = f"/gestion{TEXT}"
LATE_REPORT = "/gestion/consultations/bibliotheque/bilan"
PUBLIC = [
    Address("/../"),
    Address("/../aide"),
    *_all(None, "", "/consultations", "/consultations/place-du-marche"),
    *_all(None, "/consultations/sans-voiture", "/consultations/ancienne-ecole-de-ronquet"),
    *_all(None, "/consultations/place-du-marche/propositions", "/propositions"),
    *_all(None, "/propositions?q=zzzz", "/propositions/35", ANSWERED, "/propositions/19"),
    *_all(None, "/propositions/39/versions", "/engagements", "/aide", "/aide/mots", "/aide/epn"),
    *_all(None, "/aide/animer-une-seance"),
    *_all(
        None,
        "/valves",
        "/donnees-ouvertes",
        "/charte",
        "/accessibilite",
        "/vie-privee",
        "/contact",
        "/demo",
    ),
    *_all(None, "/consultations/place-du-marche/papier", f"{RULES_OF_PLACES}/papier"),
    *_all(None, RULES_OF_PLACES, "/consultations/bibliotheque", TEXT, f"{TEXT}?version=1"),
    *_all(None, f"{TEXT}/comparer", f"{TEXT}/suites", f"{TEXT}/imprimer?marques=1"),
    *_all(None, f"{TEXT}/suites?decision=waiting", "/propositions?etat=attente"),
    *_all(None, f"{TEXT}/passages/5", f"{TEXT}/passages/13", "/propositions/41/reformulations"),
    *_all(None, "/engagements/8", "/engagements/9", "/engagements/comment-on-compte"),
    *_all(None, "/engagements/reponses", "/consultations/ancienne-ecole-de-ronquet/bilan"),
    Address(f"{TEXT}/passages/10", then="/avis/"),
    Address("/propositions/58", statuses={410}),
    Address("/rien-ici", statuses={404}),
]
READ = [address for address in PUBLIC if address.path != "/demo"]  # its buttons carry a token
# These carry a form, so a token and its cookie.
FORMS = _all(
    None,
    *("/connexion", "/affichage", "/consultations/place-du-marche/proposer"),
    *("/propositions/35/soutenir", "/propositions/35/commenter", "/signaler/213"),
    *(f"{ANSWERED}/demander-une-precision", f"{TEXT}/passages/10/donner-un-avis"),
    *("/propositions/35/reformuler", "/engagements/9/dire-ce-que-je-vois", "/engagements/8/suivre"),
)
SPACE = _all(
    "nadia",
    *("/mon-espace", "/mon-espace/connexions", "/mon-espace/courriels"),
    *("/mon-espace/effacer", "/propositions/39", "/propositions/39/modifier"),
    *("/propositions/39/retirer", "/propositions/39/lieu", "/propositions/39/theme"),
    *("/propositions/39/photos", "/propositions/35", "/commentaires/230/repondre"),
)
STAFF = _all(
    "thomas",
    *("/gestion", "/gestion/moderation", "/gestion/moderation/213"),
    *("/gestion/moderation/mes-decisions", "/gestion/reponses", "/gestion/reponses/19"),
    *("/gestion/services", "/gestion/reponses/19/confier", "/gestion/reponses/19/delai"),
    *("/gestion/reponses/19/notes",),
    *("/gestion/consultations", "/gestion/consultations/nouvelle", f"{PREPARED}/preparer"),
    *(f"{PREPARED}/preparer/documents", f"{PREPARED}/preparer/traductions"),
    *(f"{PREPARED}/contrat/decide", f"{PREPARED}/adresse", "/gestion/personnes"),
    *("/gestion/personnes/inviter", "/gestion/reglages", "/gestion/reglages/contact"),
    *("/gestion/reglages/couleur", "/gestion/reglages/blason", "/gestion/reglages/promesse"),
    *("/gestion/reglages/charte", "/gestion/reglages/epn", "/gestion/reglages/epn/nouveau"),
    *("/decisions/1", "/demo/courrier", "/gestion/propositions/regrouper?proposition=35&q=arbre"),
)
DRAFTING = [
    *_all("thomas", f"/gestion{RULES_OF_PLACES}/textes", f"{DRAFT}/presentation", DRAFT),
    *_all("thomas", f"/gestion{RULES_OF_PLACES}/textes/nouveau", f"{DRAFT}/passages/ajouter"),
    *_all("thomas", f"{DRAFT}/passages/10", f"{DRAFT}/passages/10/couper"),
    *_all("thomas", f"{DRAFT}/passages/10/reunir", f"{DRAFT}/passages/10/deplacer"),
    *_all("thomas", f"{DRAFT}/passages/10/retirer", f"{DRAFT}/avis", f"{DRAFT}/publier"),
    Address(f"{DRAFT}/avis", "thomas", then="/reprendre"),
]
COMMITTED = [
    *_all("thomas", "/gestion/engagements", "/gestion/engagements/8", "/gestion/bilans"),
    *_all("thomas", "/gestion/engagements/nouveau?proposition=42", LATE_REPORT),
    Address(LATE_REPORT, "pascale"),
]
OFFICIAL = _all("anne", "/gestion/mes-reponses", "/gestion/reponses/26", "/gestion/reponses/27")
HELPED = [
    *_all(None, "/poste", "/suivi", "/s/1", "/s/2"),
    *_all("sylvie", "/seances", "/seances/nouvelle", "/seances/1/rapport", "/seances/1/recus"),
    *_all("sylvie", "/seances/1/reponses", "/seances/1/affiche", "/seances/1/lettres/2"),
    *_all("sylvie", "/seances/1/saisie", "/seances/1/personnes/4", "/seances/1/personnes/4/accord"),
    *_all("sylvie", "/seances/3", "/seances/3/kit", "/seances/3/hors-ligne", "/seances/3/annuler"),
    *_all("sylvie", "/seances/2/saisie", "/seances/2/hors-ligne"),
    *_all("thomas", "/gestion/seances", "/gestion/seances/epn/1", "/gestion/journal"),
    *_all("thomas", "/seances/1/rapport", "/seances/1/recus/perdus"),
]
EVERY = [*PUBLIC, *FORMS, *SPACE, *STAFF, *DRAFTING, *COMMITTED, *OFFICIAL, *HELPED]
REFUSED = [
    *_all(None, "/connexion", "/consultations/place-du-marche/proposer", "/signaler/213"),
    *_all(None, "/propositions/35/commenter"),
    *_all("nadia", "/propositions/39/modifier", "/propositions/39/retirer"),
    *_all("nadia", "/commentaires/230/repondre"),
    *_all("thomas", "/gestion/consultations/nouvelle", f"{PREPARED}/preparer/documents"),
    *_all("thomas", f"{PREPARED}/contrat/decide", "/gestion/personnes/inviter"),
    *_all("thomas", "/gestion/reglages/promesse", "/gestion/reglages/epn/nouveau"),
    *_all("thomas", "/gestion/services", "/gestion/reponses/19/notes"),
    *_all(None, f"{ANSWERED}/demander-une-precision", f"{TEXT}/passages/10/donner-un-avis"),
    *_all(None, "/propositions/35/reformuler", "/engagements/9/dire-ce-que-je-vois"),
    *_all("thomas", f"/gestion{RULES_OF_PLACES}/textes/nouveau", f"{DRAFT}/publier"),
    *_all(
        "thomas", f"{DRAFT}/passages/10", "/gestion/propositions/regrouper?proposition=35&q=arbre"
    ),
    Address("/gestion/engagements/8", "thomas"),
    Address(LATE_REPORT, "pascale"),
    *_all(None, "/poste", "/suivi"),
    *_all("sylvie", "/seances/nouvelle", "/seances/1/saisie"),
]


def _named(address: Address) -> str:
    then = f", then {address.then}" if address.then else ""
    return f"{address.path or '/'}{then} as {address.role or 'visitor'}"


@pytest.fixture(scope="session")
def signed_in(shared_demo: str, chrome: Browser) -> dict[str | None, Any]:
    """What a browser keeps of each role once it has signed in, so that it does so once."""
    kept: dict[str | None, Any] = {None: {}}
    for role in ("nadia", "thomas", "anne", "pascale", "sylvie"):
        context = chrome.new_context()
        reader = Reader(context, f"{shared_demo}/{COMMUNE}")
        reader.enter_as(role)
        kept[role] = {"storage_state": context.storage_state()}
        context.close()
    return kept


@pytest.mark.parametrize("address", EVERY, ids=_named)
def test_a_page_is_light_and_axe_finds_nothing_to_say(
    shared_demo: str, reading: Opener, signed_in: dict[str | None, Any], address: Address
) -> None:
    """G1, G4 and G8; and who only reads is given no cookie."""
    with reading(shared_demo, **signed_in[address.role]) as reader:
        html = _arrive(reader, address)
        assert len(gzip.compress(html)) <= HEAVIEST
        assert len({one for one in reader.requests if PICTURES not in one}) <= REQUESTS
        examine(reader.page)
        examine_in_the_dark(reader.page)
        assert address not in READ or reader.context.cookies() == []
    with reading(shared_demo, **signed_in[address.role], **SMALL) as reader:
        _arrive(reader, address)
        examine(reader.page)
        assert not reader.page.evaluate(SCROLLS_SIDEWAYS)
        assert reader.page.evaluate(WRONG_LISTS) == []


def test_what_can_be_done_with_a_passage_is_44_px_high(
    shared_demo: str, reading: Opener, signed_in: dict[str | None, Any]
) -> None:
    """G5, where a page has the most targets."""
    with reading(shared_demo, **signed_in["thomas"], **SMALL) as reader:
        reader.open(DRAFT)

        assert reader.page.evaluate(TOO_LOW) == []


@pytest.mark.parametrize("address", REFUSED, ids=_named)
def test_axe_finds_nothing_to_say_of_a_refused_form(
    shared_demo: str, reading: Opener, signed_in: dict[str | None, Any], address: Address
) -> None:
    with reading(shared_demo, **signed_in[address.role], **SMALL) as reader:
        _arrive(reader, address)

        with reader.page.expect_navigation():
            reader.page.evaluate(REFUSE)

        assert reader.page.title().startswith("Erreur")
        assert "error-summary" in reader.page.evaluate("document.activeElement.className")
        examine(reader.page)
        examine_in_the_dark(reader.page)
        assert not reader.page.evaluate(SCROLLS_SIDEWAYS)


def _arrive(reader: Reader, address: Address) -> bytes:
    response = reader.open(re.sub(r"^/\.\./", reader.home.rsplit("/", 1)[0] + "/", address.path))
    if address.then:
        link = reader.page.locator(f'main a[href*="{address.then}"]').first
        response = reader.open(urljoin(reader.page.url, link.get_attribute("href")))
    assert response.status in address.statuses
    return response.body()


def examine(page: Page, options: dict[str, Any] = RULES) -> None:
    """Have axe look at what is shown; it is brought into a page once."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found = AxeResults(page.evaluate(LOOK, options))
    assert found.violations_count == 0, found.generate_report()


def examine_in_the_dark(page: Page) -> None:
    """Have axe look at the colours of the same page when the system is dark."""
    page.emulate_media(color_scheme="dark")
    examine(page, COLOURS)
