"""The room of an assisted session."""

import pytest
from flask import Flask

from tests.assistance.room import Room


@pytest.fixture
def room(app: Flask) -> Room:
    return Room(app)
