"""Thomas at his desk."""

import pytest
from flask import Flask

from participe.accounts.models import Account
from tests.browser import Browser
from tests.factories import (
    a_staff_member,
)


@pytest.fixture
def thomas(app: Flask) -> Account:
    assert app
    return a_staff_member(display_name="Thomas")


@pytest.fixture
def desk(browser: Browser, thomas: Account) -> Browser:
    return browser.sign_in(thomas)
