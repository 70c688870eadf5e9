"""The pages on which Thomas prepares a consultation, and what he types there."""

from typing import Any

from bs4 import BeautifulSoup

from participe.consultations.models import Consultation, ContractField
from participe.consultations.phases import PhaseKind
from participe.consultations.preparation import Item, fingerprint
from tests.browser import text

Fields = dict[str, Any]


def path(consultation: Consultation, more: str = "/preparer") -> str:
    return f"/{consultation.commune.slug}/gestion/consultations/{consultation.slug}{more}"


def based_on(consultation: Consultation, part: Item | ContractField) -> Fields:
    return {"based_on": fingerprint(consultation, part)}


def a_row(number: int, kind: PhaseKind, opens: str, last: str) -> Fields:
    """Make the fields of one phase: “1 5 2030” is typed as three numbers."""
    prefix = f"phase-{number}-"
    return {
        f"{prefix}kind": kind.value,
        f"{prefix}opens_on": opens.split(" "),
        f"{prefix}last_day": last.split(" "),
    }


def errors(page: BeautifulSoup) -> list[str]:
    return [text(line) for line in page.select(".error-summary li")]


PAGES = (
    "/preparer",
    "/preparer/question",
    "/preparer/contrat",
    "/preparer/etapes",
    "/preparer/reponse",
    "/preparer/documents",
    "/preparer/traductions",
    "/preparer/relecture",
    "/contrat/decide",
    "/adresse",
)


ACTS = (*PAGES[1:], "/publier", "/apercu/renouveler", "/preparer/documents/aucun")
