"""The forms of a commune's settings, one for each thing that is set."""

import re
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import ColorField, EmailField, Form, IntegerField, StringField, TelField, TextAreaField
from wtforms.fields import Field
from wtforms.validators import DataRequired, Email, Length, NumberRange, Optional, ValidationError

from participe.kernel import typed
from participe.kernel.colour import is_colour

LINE_MAX = 200
CHARTER_MAX = 20_000
MOST_SUPPORTS = 10_000
MOST_DAYS = 365

_TELEPHONE = re.compile(r"\+?[0-9][0-9 ./()-]{5,24}")


def _is_telephone(_form: Form, field: Field) -> None:
    if not _TELEPHONE.fullmatch(field.data):
        raise ValidationError(_("Écrivez un numéro de téléphone, comme 081 12 34 56."))


class WholeNumber(IntegerField):
    """A number typed with figures only; the error says so in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Écrivez un nombre, en chiffres.")) from error


class ContactForm(FlaskForm):
    """Where people reach the commune about the platform."""

    telephone = TelField(_("Téléphone"), [Optional(), _is_telephone], filters=[typed.plain_line])
    email = EmailField(
        _("Adresse e-mail"),
        [Optional(), Email(_("Écrivez une adresse e-mail, comme participation@commune.be."))],
        filters=[typed.line],
    )
    address = TextAreaField(
        _("Adresse"),
        [Optional(), Length(max=LINE_MAX, message=_("Cette adresse est trop longue."))],
        filters=[typed.lines],
    )


class AccentForm(FlaskForm):
    """The one colour of a commune."""

    accent = ColorField(_("Couleur de la commune"), filters=[typed.line])

    def validate_accent(self, field: Field) -> None:
        if not is_colour(field.data):
            raise ValidationError(_("Choisissez une couleur."))


class PromiseForm(FlaskForm):
    """How many supports oblige the commune to answer, and within how many days."""

    threshold = WholeNumber(
        _("Nombre de soutiens qui obligent la commune à répondre"),
        [NumberRange(min=1, max=MOST_SUPPORTS, message=_("Écrivez un nombre entre 1 et 10 000."))],
    )
    answer_days = WholeNumber(
        _("Nombre de jours pour répondre"),
        [NumberRange(min=1, max=MOST_DAYS, message=_("Écrivez un nombre entre 1 et 365."))],
    )


class CharterForm(FlaskForm):
    """The rules of taking part; left empty, those of the platform are shown."""

    charter = TextAreaField(
        _("Texte de la charte"),
        [
            Optional(),
            Length(
                max=CHARTER_MAX, message=_("Ce texte est trop long : 20 000 caractères au plus.")
            ),
        ],
        filters=[typed.lines],
    )


class CoatOfArmsForm(FlaskForm):
    """The image of the commune, and its words."""

    image = FileField(_("Image du blason"))
    alternative = StringField(
        _("Description du blason"),
        [
            DataRequired(
                _("Décrivez le blason en quelques mots, pour les personnes qui ne le voient pas.")
            ),
            Length(max=LINE_MAX, message=_("Cette description est trop longue.")),
        ],
        filters=[typed.line],
    )

    def __init__(self, *args: Any, has_image: bool = True, **values: Any) -> None:
        super().__init__(*args, **values)
        self.has_image = has_image

    def validate_image(self, field: Field) -> None:
        if not field.data and not self.has_image:
            raise ValidationError(_("Choisissez l’image du blason."))


class DigitalSpaceForm(FlaskForm):
    """An EPN: where it is and when it is open."""

    name = StringField(
        _("Nom de l’EPN"),
        [
            DataRequired(_("Écrivez le nom de l’EPN.")),
            Length(max=LINE_MAX, message=_("Ce nom est trop long.")),
        ],
        filters=[typed.line],
    )
    address = StringField(
        _("Adresse"),
        [
            DataRequired(_("Écrivez l’adresse de l’EPN.")),
            Length(max=LINE_MAX, message=_("Cette adresse est trop longue.")),
        ],
        filters=[typed.line],
    )
    hours = TextAreaField(
        _("Heures d’ouverture"),
        [
            DataRequired(_("Écrivez les heures d’ouverture.")),
            Length(max=LINE_MAX, message=_("Ce texte est trop long.")),
        ],
        filters=[typed.lines],
    )
    telephone = TelField(_("Téléphone"), [Optional(), _is_telephone], filters=[typed.plain_line])
