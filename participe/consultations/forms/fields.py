"""The fields that several forms about consultations have."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from participe.accounts.models import Account
from participe.consultations.wording import contracts as contract_words
from participe.kernel import clock, typed

TITLE_MAX = 150
SUMMARY_MAX = 1500
TEXT_MAX = 3000
LINE_MAX = 300
REASON_MAX = 1000
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Based(FlaskForm):
    """A form that says what its editor was reading when it was opened."""

    based_on = HiddenField()


class Day(DateField):
    """A date typed as three numbers; wholly empty it is no date, half empty it is a mistake."""

    def __init__(self, label: Any = None, validators: Any = (), **values: Any) -> None:
        super().__init__(label, validators, format="%d %m %Y", **values)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not any(part.strip() for part in valuelist):
            return
        try:
            day, month, year = (int(part) for part in valuelist)
            self.data = date(year, month, day)
        except (ValueError, OverflowError) as error:
            raise ValueError(
                _("Cette date n’existe pas. Écrivez le jour, le mois et l’année en chiffres.")
            ) from error
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(_("Écrivez l’année avec quatre chiffres, comme 2030."))


class Age(IntegerField):
    """A whole number; the error says so in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Écrivez un âge, en chiffres.")) from error


def needed_day(_form: object, control: DateField) -> None:
    """Ask for a date that was left out; a wrong one has its own words already."""
    if control.data is None and not control.process_errors:
        raise ValidationError(_("Écrivez le jour, le mois et l’année."))


def day_to_come(_form: object, control: DateField) -> None:
    """Refuse a day that has gone by; today is still to come."""
    if control.data is not None and control.data < clock.day_of(clock.now()):
        raise ValidationError(_("Choisissez une date à venir."))


def line(label: LazyString, *, needed: LazyString | None = None, maximum: int = TITLE_MAX) -> Any:
    """Make a field of one line."""
    return StringField(label, _rules(needed, maximum), filters=[typed.line])


def text(label: LazyString, *, needed: LazyString | None = None, maximum: int = TEXT_MAX) -> Any:
    """Make a field of several lines."""
    return TextAreaField(label, _rules(needed, maximum), filters=[typed.lines])


def question(label: LazyString) -> Any:
    return line(label, needed=_("Écrivez la question."))


def reason() -> Any:
    """Make the field of a reason that everyone reads."""
    return text(
        _("Pourquoi ce changement ?"),
        needed=_("Dites pourquoi. Tout le monde lira cette raison."),
        maximum=REASON_MAX,
    )


def levels() -> list[SelectChoice]:
    return [SelectChoice(level.value, words) for level, words in contract_words.LEVELS.items()]


def people(officials: Iterable[Account]) -> list[SelectChoice]:
    """Name officials with the mandate of each."""
    return [
        SelectChoice(str(who.id), f"{who.shown_name}, {grant.mandate}")
        for who in officials
        for grant in who.grants
        if grant.mandate
    ]


def _rules(needed: LazyString | None, maximum: int) -> list[Any]:
    too_long = _("Ce texte est trop long. Il tient en %(max)d caractères.")
    return [DataRequired(needed) if needed else Optional(), Length(max=maximum, message=too_long)]
