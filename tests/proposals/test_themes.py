"""A commune begins with themes, so that propositions can be filed from the first day."""

import pytest
from sqlalchemy import select

from participe.communes import reference, services
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Theme
from tests.databases import on_both


@on_both
@pytest.mark.usefixtures("app")
def test_a_commune_that_opens_has_themes() -> None:
    found = reference.find("Namur")
    assert found is not None

    commune = services.open_commune(found, at=clock.now())

    themes = db.session.scalars(select(Theme).where(Theme.commune_id == commune.id)).all()
    assert "se-deplacer" in {theme.slug for theme in themes}
    assert len(themes) == 8
