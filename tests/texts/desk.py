"""The desk of texts, as Thomas finds his way there."""

from typing import Any

from bs4 import BeautifulSoup

from participe.consultations.models import Consultation
from participe.texts.models import DiscussedText, TextVersion, Wording
from participe.texts.queries import drafting as queries
from tests.browser import Browser, text

SOURCE = """\
# La place

Article 1er

Le marché a lieu le jeudi.

Il ferme à treize heures.

Article 2

Les voitures roulent à 20 km/h.
"""


def path(consultation: Consultation, more: str = "") -> str:
    return f"/{consultation.commune.slug}/gestion/consultations/{consultation.slug}/textes{more}"


def of(regulation: DiscussedText, more: str = "") -> str:
    return path(regulation.consultation, f"/{regulation.number}{more}")


def publish(desk: Browser, regulation: DiscussedText, note: str = "") -> BeautifulSoup:
    seen = desk.get(of(regulation, "/publier")).select_one("[name=seen]")["value"]
    return desk.submit(of(regulation, "/publier"), {"seen": seen, "note": note})


def draft_of(regulation: DiscussedText) -> TextVersion:
    draft = queries.draft_of(regulation)
    assert draft is not None
    return draft


def said(regulation: DiscussedText) -> list[tuple[int, str, str]]:
    return [(w.passage.number, w.heading, w.body) for w in draft_of(regulation).wordings]


def errors(page: BeautifulSoup) -> list[str]:
    return [text(line) for line in page.select(".error-summary li")]


def typed(wording: Wording, **values: Any) -> dict[str, Any]:
    shown = {
        "heading": wording.heading,
        "heading_level": wording.heading_level or 4,
        "body": wording.body,
        "based_on": wording.revision,
    }
    return shown | values
