"""What is typed in from papers: eight rows on a page, and how many papers are in hand."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional, StopValidation

from participe.accounts.forms import NAME_MAX
from participe.assistance.services.papers import Sheet
from participe.communes.forms import WholeNumber
from participe.kernel import typed
from participe.proposals.forms.proposing import BODY_MAX, TITLE_MAX, TITLE_MIN

ROWS = 8
MOST_SUPPORTED = 40
MOST_IN_HAND = 500
LONGEST_NUMBER = 9  # figures: more is no number of a row
_BETWEEN = re.compile(r"(?:[\s,;./+&-]|n°|et)+")


def numbers_in(written: str) -> tuple[int, ...]:
    """Return the numbers of a line such as “12, 45 et 7”; raises ValueError for anything else."""
    parts = [part for part in _BETWEEN.split(written.casefold()) if part]
    if not all(part.isascii() and part.isdigit() and len(part) <= LONGEST_NUMBER for part in parts):
        raise ValueError(written)
    return tuple(int(part) for part in parts)


class RowForm(Form):
    """One paper."""

    name = StringField(
        _("Prénom ou surnom"),
        [Length(max=NAME_MAX, message=_("Ce nom est trop long : 40 signes au plus."))],
        filters=[typed.line],
    )
    title = StringField(
        _("L’idée, en une phrase"),
        [Length(max=TITLE_MAX, message=_("Cette idée est trop longue : 140 signes au plus."))],
        filters=[typed.line],
    )
    body = TextAreaField(
        _("L’explication"),
        [Length(max=BODY_MAX, message=_("Cette explication est trop longue. Raccourcissez-la."))],
        filters=[typed.lines],
    )
    supports = StringField(_("Numéros soutenus"), filters=[typed.line])
    signed = BooleanField(_("La case d’accord est cochée et signée"))

    checked = BooleanField(_("J’ai relu le papier : ma saisie est la bonne"))

    def validate_name(self, field: Field) -> None:
        if field.data and not any(sign.isalpha() for sign in field.data):
            raise StopValidation(
                gettext("Un nom contient au moins une lettre. Il peut rester vide.")
            )

    def validate_title(self, field: Field) -> None:
        if field.data and len(field.data) < TITLE_MIN:
            raise StopValidation(gettext("L’idée est trop courte. Recopiez quelques mots."))
        if self.body.data and not field.data:
            raise StopValidation(gettext("Résumez l’explication en une phrase, ici."))

    def validate_supports(self, field: Field) -> None:
        try:
            numbers = numbers_in(field.data)
        except ValueError:
            sentence = gettext("Écrivez les numéros avec une virgule, comme 12, 45.")
            raise StopValidation(sentence) from None
        if len(numbers) > MOST_SUPPORTED:
            raise StopValidation(gettext("Un papier soutient au plus 40 propositions."))

    def validate_signed(self, field: Field) -> None:
        if not self.is_blank and not field.data:
            raise StopValidation(
                gettext("Sans accord signé, ce papier n’entre pas. Vérifiez la case du papier.")
            )

    @property
    def is_blank(self) -> bool:
        return not any(one.data for one in (self.name, self.title, self.body, self.supports))

    def sheet(self) -> Sheet:
        return Sheet(
            name=self.name.data,
            title=self.title.data,
            body=self.body.data,
            supports=numbers_in(self.supports.data),
        )


class BatchForm(FlaskForm):
    """The page: its rows, and how many papers are in hand."""

    in_hand = WholeNumber(
        _("Combien de papiers avez-vous en main pour cette page ?"),
        [
            Optional(),
            NumberRange(
                min=0, max=MOST_IN_HAND, message=_("Écrivez un nombre entre %(min)s et %(max)s.")
            ),
        ],
    )

    def __init__(self, typed_in: Any = None) -> None:
        super().__init__()
        self.rows = [RowForm(typed_in, prefix=f"p{number}-") for number in range(1, ROWS + 1)]
        self.said: dict[int, str] = {}  # what the rules refused of a row, by its place

    def filled(self) -> Sequence[int]:
        """Return the places of the rows in which something is written."""
        return [place for place, row in enumerate(self.rows) if not row.is_blank]

    def keep_only(self, places: Sequence[int]) -> None:
        """Empty the rows that were entered, so that the page shows those that were not."""
        for place, row in enumerate(self.rows):
            if place not in places:
                self.rows[place] = RowForm(prefix=row._prefix)  # noqa: SLF001 -- WTForms gives no name
