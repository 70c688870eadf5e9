"""What may be typed to suggest another wording, and to decide on one."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from participe.kernel import typed
from participe.proposals.forms.authoring import EditForm, version_read

WHY_MAX = 300
ACCEPT, DECLINE = "accepter", "garder"
_TOO_LONG = _("Ce texte est trop long. Dites-le en une ou deux phrases.")


class SuggestForm(EditForm):
    """The whole text as somebody would put it; `based_on` is the version they were reading."""

    note = None
    why = StringField(
        _("Pourquoi ce changement ?"),
        [Optional(), Length(max=WHY_MAX, message=_TOO_LONG)],
        filters=[typed.line],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        # The idea is somebody else’s: one is not asked for one’s own.
        self.title.label.text = _("Le titre")
        self.body.label.text = _("Le texte")


class DecideForm(FlaskForm):
    """Take a suggested wording or keep one's own, with a word for whoever suggested it."""

    choice = RadioField(
        _("Que faites-vous de cette reformulation ?"),
        [InputRequired(_("Choisissez une des deux réponses."))],
        choices=[
            SelectChoice(ACCEPT, _("Je l’accepte : ma proposition prend ce texte")),
            SelectChoice(DECLINE, _("Je garde mon texte")),
        ],
    )
    word = StringField(
        _("Un mot pour la personne qui vous l’a proposée"),
        [Length(max=WHY_MAX, message=_TOO_LONG)],
        filters=[typed.line],
    )
    based_on = HiddenField()

    @property
    def accepts(self) -> bool:
        return bool(self.choice.data == ACCEPT)

    @property
    def version(self) -> int:
        return version_read(self.based_on.data or "")

    def validate_word(self, field: Field) -> None:
        if self.choice.data == DECLINE and not field.data:
            raise StopValidation(
                gettext("Dites en quelques mots pourquoi vous gardez votre texte.")
            )
