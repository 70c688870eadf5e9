"""Tests of participe.notifications.composing: what people typed stays words in their letters."""

from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from participe.extensions import db
from participe.kernel import events
from participe.notifications.models import Letter
from participe.notifications.transport import as_message
from participe.proposals.events import ProposalPublished
from tests.factories import a_proposal

pytestmark = pytest.mark.usefixtures("app")

HOSTILE = "Parc\r\nBcc: tous@exemple.be\u2028X: y <b>gras</b> {{ 7*7 }} %(title)s {0.__class__}"


def the_letter() -> Letter:
    events.publish(ProposalPublished(a_proposal(title=HOSTILE)))
    return db.session.scalars(select(Letter)).one()


def test_no_line_of_a_title_becomes_a_header() -> None:
    """T-102."""
    message = message_from_bytes(as_message(the_letter()).as_bytes(), policy=default)

    assert message["Bcc"] is None
    assert message["X"] is None
    assert len(message.get_all("Subject", [])) == 1


def test_nothing_typed_is_evaluated_or_marked_up() -> None:
    """T-01, T-55."""
    letter = the_letter()

    for written in ("{{ 7*7 }}", "%(title)s", "{0.__class__}"):
        assert written in letter.body_text
    assert "<b>" not in letter.body_html
    assert "&lt;b&gt;gras" in letter.body_html
