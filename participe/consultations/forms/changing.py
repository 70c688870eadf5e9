"""The forms of what changes in public: a part of the contract, the end of a phase, the address."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired, ValidationError

from participe.accounts.models import Account
from participe.consultations.changes import Extension
from participe.consultations.forms import fields
from participe.consultations.models import Contract, ContractField, ParticipationLevel
from participe.consultations.preparation import OF_THE_QUESTION

SLUG_MAX = 60


class AddressForm(FlaskForm):
    """Another address for a consultation."""

    slug = fields.line(
        _("La fin de l’adresse"), needed=_("Écrivez la fin de l’adresse."), maximum=SLUG_MAX
    )

    def validate_slug(self, control: StringField) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", control.data):
            raise ValidationError(
                _("Utilisez des lettres minuscules sans accent, des chiffres et des tirets.")
            )


class ExtendForm(fields.Based):
    """A later end for a phase, with its public reason."""

    last_day = fields.Day(_("Nouveau dernier jour, compris"), [fields.needed_day])
    moves_next = BooleanField(
        _("Si elle gêne, l’étape suivante commence plus tard, d’autant de jours")
    )
    reason = fields.reason()

    def extension(self) -> Extension:
        """Return what a form that was found right asks for."""
        assert self.last_day.data, "the form was not validated"  # noqa: S101
        return Extension(self.last_day.data, self.reason.data, moves_next=self.moves_next.data)


class AmendForm(fields.Based):
    """A new value for one part of what was promised; the subclass of that part has the field."""

    reason = fields.reason()
    value: Any

    @classmethod
    def of(cls, contract: Contract, field: ContractField) -> "AmendForm":
        """Make the form of one part, filled with what is promised now."""
        return _FORMS[field](data={"value": _typed_value(contract, field)})

    def new_value(self, field: ContractField, officials: Sequence[Account]) -> Any:
        """Return what the part is to be, or None for what nobody offered."""
        if field is ContractField.LEVEL:
            return ParticipationLevel(self.value.data)
        if field is ContractField.OFFICIAL:
            return next(who for who in officials if str(who.id) == self.value.data)
        return self.value.data


def _typed_value(contract: Contract, field: ContractField) -> Any:
    """Return a part as its control takes it."""
    if field is ContractField.OFFICIAL:
        return str(contract.official_id)
    owner = contract.consultation if field in OF_THE_QUESTION else contract
    return getattr(owner, field.value)


_CHOOSE = InputRequired(_("Choisissez une réponse."))
_FORMS: dict[ContractField, type[AmendForm]] = {
    field: type("AmendForm", (AmendForm,), {"value": control})
    for field, control in {
        ContractField.TITLE: fields.question(_("La nouvelle question")),
        ContractField.SUMMARY: fields.text(
            _("Le nouveau résumé"),
            needed=_("Écrivez le résumé en langage clair."),
            maximum=fields.SUMMARY_MAX,
        ),
        ContractField.LEVEL: RadioField(
            _("Le nouveau niveau de participation"), [_CHOOSE], choices=fields.levels
        ),
        ContractField.DECIDED: fields.text(
            _("Décidé, ne change plus"), needed=_("Dites ce qui est déjà décidé.")
        ),
        ContractField.OPEN_POINTS: fields.text(
            _("À décider ensemble"), needed=_("Dites ce qui reste à décider ensemble.")
        ),
        ContractField.WHO_DECIDES: fields.text(
            _("Qui décide ?"), needed=_("Dites qui décide."), maximum=fields.LINE_MAX
        ),
        ContractField.OFFICIAL: RadioField(_("Qui répond maintenant ?"), [_CHOOSE], choices=[]),
        ContractField.ANSWERS_BY: fields.Day(
            _("Avant quelle date la commune répond-elle ?"), [fields.needed_day]
        ),
    }.items()
}
