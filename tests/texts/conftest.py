"""Thomas, a consultation of his commune, and its text: drafted by services, or at his desk."""

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.texts.models import DiscussedText, TextVersion
from participe.texts.services import drafting, publishing
from tests.browser import Browser
from tests.factories import a_consultation, a_staff_member
from tests.texts.desk import SOURCE, of, path, publish
from tests.texts.draft import a_draft


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    assert app
    return a_consultation()


@pytest.fixture
def thomas(consultation: Consultation) -> Account:
    return a_staff_member(commune=consultation.commune, display_name="Thomas")


@pytest.fixture
def draft(consultation: Consultation, thomas: Account) -> TextVersion:
    return a_draft(consultation, thomas)


@pytest.fixture
def next_draft(draft: TextVersion, thomas: Account) -> TextVersion:
    """A second version in preparation, of a text whose first one is public."""
    publishing.publish(draft, note="", by=thomas, at=clock.now())
    return drafting.begin(draft.text, by=thomas, at=clock.now())


@pytest.fixture
def desk(browser: Browser, thomas: Account) -> Browser:
    return browser.sign_in(thomas)


@pytest.fixture
def regulation(desk: Browser, consultation: Consultation) -> DiscussedText:
    """A text in its first draft, as Thomas pasted it."""
    desk.submit(path(consultation, "/nouveau"), {"title": "Règlement", "body": SOURCE})
    return db.session.scalars(db.select(DiscussedText)).one()


@pytest.fixture
def published(desk: Browser, regulation: DiscussedText) -> DiscussedText:
    """The same text, its second version in preparation."""
    publish(desk, regulation)
    desk.submit(of(regulation, "/commencer"))
    return regulation
