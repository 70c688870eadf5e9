"""What staff sets about a space: who works there, for which communes."""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from participe.accounts.models import Account
from participe.communes.models import Commune


class SpaceForm(FlaskForm):
    facilitators = SelectMultipleField(_("Qui anime des séances dans cet EPN ?"), coerce=int)
    communes = SelectMultipleField(
        _("Quelles autres communes cet EPN accueille-t-il ?"), coerce=int
    )

    def __init__(
        self, people: Sequence[Account], communes: Sequence[Commune] | None, **values: Any
    ) -> None:
        super().__init__(**values)
        self.facilitators.choices = [SelectChoice(one.id, one.shown_name) for one in people]
        if communes is None:
            del self.communes
        else:
            self.communes.choices = [SelectChoice(one.id, one.name) for one in communes]

    def fill(self, people: Collection[int], communes: Collection[int]) -> None:
        """Tick what holds now."""
        self.facilitators.data = list(people)
        if "communes" in self:
            self.communes.data = list(communes)

    def chosen_communes(self) -> list[int] | None:
        return list(self.communes.data) if "communes" in self else None
