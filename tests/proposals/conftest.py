"""What the tests of propositions begin with."""

import pytest
from flask import Flask

from participe.accounts.events import SignInCodeRequested
from participe.consultations.models import Consultation
from participe.kernel import events
from participe.proposals.events import ThresholdReached
from tests.factories import a_consultation


@pytest.fixture
def codes(app: Flask) -> list[str]:
    """The sign-in codes that were sent, as their readers would type them."""
    sent: list[str] = []
    events.subscribe(app, SignInCodeRequested, lambda event: sent.append(event.code))
    return sent


@pytest.fixture
def consultation(app: Flask) -> Consultation:  # noqa: ARG001 -- its database
    return a_consultation()


@pytest.fixture
def reached(app: Flask) -> list[ThresholdReached]:
    """What was published about thresholds."""
    published: list[ThresholdReached] = []
    events.subscribe(app, ThresholdReached, published.append)
    return published
