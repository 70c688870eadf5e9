"""The steps of writing a proposition, as a browser goes through them."""

from participe.consultations.models import Consultation
from participe.extensions import db
from participe.proposals.models import ProposalDraft
from tests.browser import Browser

AGE = {"age": "y"}


def start(consultation: Consultation) -> str:
    return f"/{consultation.commune.slug}/consultations/{consultation.slug}/proposer"


def step(draft: ProposalDraft, name: str) -> str:
    return f"{start(draft.consultation)}/{draft.id}/{name}"


def the_draft() -> ProposalDraft:
    return db.session.query(ProposalDraft).one()


def sign_in(browser: Browser, consultation: Consultation, codes: list[str]) -> str:
    """Go through e-mail, code and name as a new resident does; return where it leads."""
    commune = f"/{consultation.commune.slug}"
    browser.submit(f"{commune}/connexion", {"email": "nadia@valbruyere.example"})
    browser.submit(f"{commune}/connexion/code", {"code": codes[-1]})
    named = browser.open("POST", f"{commune}/connexion/nom", {"display_name": "Nadia"})
    assert named.status_code == 303, named.get_data(as_text=True)
    return str(named.location)
