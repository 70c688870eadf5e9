"""The forms of signing in, of one's own space and of roles."""

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, StopValidation

from participe.accounts.models import Role
from participe.accounts.services.signing_in import DIGITS
from participe.accounts.wording import ROLE_NAMES
from participe.kernel import typed

NAME_MIN, NAME_MAX = 2, 40
LONGEST_EMAIL = 254  # RFC 5321, errata 1690
LONGEST_MANDATE = 100
DAY = "%d %m %Y"  # three fields, joined by spaces


def address(text: str | None) -> str:
    """Write an address as it is kept: one person types it in many ways."""
    return typed.plain_line(text).lower()


def valid_address(_form: FlaskForm, field: Any) -> None:
    """Accept an address that any mail server takes, its domain in ASCII."""
    try:
        found = validate_email(field.data, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise StopValidation(
            _("Écrivez une adresse e-mail complète, comme nom@exemple.be.")
        ) from None
    field.data = str(found.ascii_email).lower()


def whole_or_empty(_form: FlaskForm, field: Any) -> None:
    """Accept a date of three numbers, or none at all; one or two numbers are a mistake."""
    field.errors[:] = []
    if field.data is None and any(part.strip() for part in field.raw_data or ()):
        raise StopValidation(
            _("Cette date n’existe pas. Écrivez le jour, le mois et l’année en chiffres.")
        )
    if field.data is None:
        raise StopValidation


ADDRESS_RULES = (
    InputRequired(_("Écrivez une adresse e-mail.")),
    Length(max=LONGEST_EMAIL, message=_("Cette adresse est trop longue.")),
    valid_address,
)


class SignInForm(FlaskForm):
    """The one thing that signing in asks for."""

    email = StringField(_("Quelle est votre adresse e-mail ?"), ADDRESS_RULES, filters=[address])
    own_computer = BooleanField(_("Cet ordinateur est à moi"))


class CodeForm(FlaskForm):
    """Six digits, typed as people read them: with or without spaces."""

    code = StringField(
        _("Quel code avez-vous reçu ?"), filters=[lambda typed: re.sub(r"[\s.-]+", "", typed or "")]
    )

    def validate_code(self, field: Any) -> None:
        if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", field.data):
            raise StopValidation(_("Écrivez les 6 chiffres reçus par e-mail."))


class NameForm(FlaskForm):
    """The name that everyone reads beside what this person writes."""

    display_name = StringField(
        _("Sous quel nom participez-vous ?"),
        [
            InputRequired(_("Écrivez un nom, ou un pseudonyme.")),
            Length(NAME_MIN, NAME_MAX, message=_("Le nom compte de %(min)d à %(max)d caractères.")),
        ],
        filters=[typed.line],
    )

    def validate_display_name(self, field: Any) -> None:
        if not re.search(r"[^\W\d_]", field.data):
            raise StopValidation(_("Un nom contient au moins une lettre."))


class ErasureForm(FlaskForm):
    """The box without which no account is erased."""

    confirmed = BooleanField(
        _("Oui, effacer mon compte"),
        [InputRequired(_("Cochez la case pour effacer votre compte."))],
    )


class EmailForm(FlaskForm):
    """An address to write to."""

    email = StringField(_("Adresse e-mail"), ADDRESS_RULES, filters=[address])


class InvitationForm(EmailForm):
    """A role offered to an address."""

    role = RadioField(
        _("Quel rôle ?"),
        [InputRequired(_("Choisissez un rôle."))],
        choices=[SelectChoice(role.value, name) for role, name in ROLE_NAMES.items()],
        validate_choice=True,
    )
    mandate = StringField(
        _("Mandat"),
        [Length(max=LONGEST_MANDATE, message=_("Le mandat compte %(max)d caractères au maximum."))],
        filters=[typed.line],
    )
    starts_on = DateField(_("Début du mandat"), [whole_or_empty], format=DAY)
    ends_on = DateField(_("Dernier jour du mandat"), [whole_or_empty], format=DAY)

    def validate_mandate(self, field: Any) -> None:
        if self.role.data == Role.OFFICIAL and not field.data:
            raise StopValidation(
                _("Écrivez le mandat, par exemple « échevine de l’environnement ».")
            )

    def validate_ends_on(self, field: Any) -> None:
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise StopValidation(_("Le mandat finit après son début."))
