"""What is typed about a person of a session: a name if they wish, a way, an accord."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from participe.assistance.forms.names import NOT_TOO_LONG, ensure_name
from participe.assistance.models.people import ConsentForm, Way
from participe.assistance.wording.people import CONSENTS, WAYS
from participe.communes.forms import WholeNumber
from participe.kernel import typed

MOST_BEHIND = 500
WAY_CHOICES = [SelectChoice(way.value, words) for way, words in WAYS.items()]


class PersonForm(FlaskForm):
    """Three controls, each with an answer already: adding somebody is one click."""

    name = StringField(
        _("Prénom ou surnom"), [Optional(), NOT_TOO_LONG, ensure_name], filters=[typed.line]
    )
    way = RadioField(
        _("Comment participe cette personne ?"),
        [InputRequired(_("Choisissez comment cette personne participe."))],
        choices=WAY_CHOICES,
        default=Way.ALONE.value,
    )
    consent = SelectField(
        _("Son accord"),
        choices=[SelectChoice(form.value, words) for form, words in CONSENTS.items()],
        default=ConsentForm.SPOKEN.value,
    )

    def values(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "way": Way(self.way.data),
            "consent": ConsentForm(self.consent.data),
        }


class NameForm(FlaskForm):
    """Another name for somebody; left empty, one at random."""

    name = StringField(
        _("Prénom ou surnom"), [Optional(), NOT_TOO_LONG, ensure_name], filters=[typed.line]
    )


class WayForm(FlaskForm):
    """How somebody takes part, and how many people stand behind what they say."""

    way = RadioField(
        _("Comment participe cette personne ?"),
        [InputRequired(_("Choisissez comment cette personne participe."))],
        choices=WAY_CHOICES,
    )
    stands_for = WholeNumber(
        _("Nombre de personnes derrière cette contribution"),
        [
            NumberRange(
                min=1, max=MOST_BEHIND, message=_("Écrivez un nombre entre %(min)s et %(max)s.")
            )
        ],
    )


class RevocationForm(FlaskForm):
    """The box without which no accord is taken back."""

    confirmed = BooleanField(
        _("Oui, cette personne retire son accord"),
        [InputRequired(_("Cochez la case pour retirer l’accord."))],
    )
