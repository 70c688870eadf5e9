"""The code of a proposition sent online, typed where one types the code of a receipt."""

from datetime import datetime

import pytest

from participe.extensions import db
from participe.proposals.models import ProposalDraft
from participe.proposals.services import publishing
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_resident
from tests.proposals.drafting import a_draft

pytestmark = on_both


@pytest.fixture
def receipt(browser: Browser, noon: datetime) -> ProposalDraft:
    """What keeps the code of “Une fontaine”, which a resident of Valbruyère has published."""
    del browser  # its application has the database
    draft = a_draft(title="Une fontaine")
    draft.consultation.commune.slug = "valbruyere"
    publishing.publish_draft(draft, author=draft.person, at=noon, at_most=1)
    db.session.commit()
    return draft


def follow(browser: Browser, code: str, *, receipt: ProposalDraft) -> str:
    """Type a code that opens nothing, and read the page but for the code itself."""
    slug = receipt.consultation.commune.slug
    page = browser.post(f"/{slug}/suivi", {"receipt_code": code}, status=422)
    assert page.select(f'main .notice-box a[href="/{slug}/mon-espace"]')
    return text(page.main)


@pytest.mark.parametrize("write", [str, str.lower, lambda code: code.replace("-", " ")])
def test_leads_its_author_to_their_proposition(
    browser: Browser, receipt: ProposalDraft, write: type[str]
) -> None:
    assert receipt.person
    browser.sign_in(receipt.person)

    page = browser.submit("/valbruyere/suivi", {"receipt_code": write(receipt.shown_code)})

    assert text(page.h1) == "Une fontaine"


def test_is_recognised_for_what_it_is_before_one_signs_in(
    browser: Browser, receipt: ProposalDraft
) -> None:
    said = follow(browser, receipt.shown_code, receipt=receipt)

    assert "Ce code est celui d’une proposition envoyée en ligne." in said
    assert "Connectez-vous" in said


def test_tells_nobody_which_codes_there_are(browser: Browser, receipt: ProposalDraft) -> None:
    """Any code of that shape is answered in the same words, to a visitor and to somebody else."""
    nobodys = "VALB-0000-0000"
    assert nobodys != receipt.shown_code
    somebody = Browser(browser.app).sign_in(a_resident(commune=receipt.consultation.commune))

    for who in (browser, somebody):
        known = follow(who, receipt.shown_code, receipt=receipt)
        assert known == follow(who, nobodys, receipt=receipt)


@pytest.mark.usefixtures("receipt")
@pytest.mark.parametrize("code", ["VALB-0000-0001", "NAMU-0000-0000", "0000-0000"])
def test_of_another_shape_is_no_code_of_a_proposition(browser: Browser, code: str) -> None:
    page = browser.post("/valbruyere/suivi", {"receipt_code": code}, status=422)

    assert "envoyée en ligne." not in text(page.select_one(".error-summary"))


def test_whose_author_was_erased_is_given_to_no_visitor(
    browser: Browser, receipt: ProposalDraft
) -> None:
    receipt.person_id = None
    db.session.commit()

    follow(browser, receipt.shown_code, receipt=receipt)
