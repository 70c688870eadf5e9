"""Tests of participe.kernel.french."""

import pytest
from flask import Flask
from flask_babel import ngettext


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 soutien"), (1, "1 soutien"), (2, "2 soutiens")]
)
@pytest.mark.usefixtures("app")
def test_nought_is_singular(number: int, said: str) -> None:
    assert ngettext("%(num)d soutien", "%(num)d soutiens", number) == said


def test_the_pages_say_it_too(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ ngettext('%(num)d idée', '%(num)d idées', 0) }}")

    assert template.render() == "0 idée"
