"""What may be typed in a notice and in a decision, and the words when it may not."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from participe.accounts.forms import LONGEST_EMAIL, address, valid_address
from participe.kernel import typed
from participe.kernel.pagination import parse_key
from participe.moderation import wording
from participe.moderation.models import Ground
from participe.moderation.services import Reasons

LONGEST_WORDS = 1000
LONGEST_SENTENCE = 300


def _too_long(maximum: int) -> Length:
    words = _("Ce texte dépasse %(maximum)s caractères. Raccourcissez-le.", maximum=maximum)
    return Length(max=maximum, message=words)


def _choices() -> list[SelectChoice]:
    return [SelectChoice(ground.value, words) for ground, words in wording.GROUNDS.items()]


class ReportForm(FlaskForm):
    """A notice: which rule a text breaks, in the words of whoever reports it (DSA art. 16.2)."""

    ground = RadioField(
        _("Quel est le problème ?"),
        [InputRequired(_("Choisissez ce qui ne va pas."))],
        choices=_choices,
    )
    words = TextAreaField(
        _("Avec vos mots"), [Optional(), _too_long(LONGEST_WORDS)], filters=[typed.lines]
    )
    email = StringField(
        _("Votre adresse e-mail"),
        [Optional(), Length(max=LONGEST_EMAIL), valid_address],
        filters=[address],
    )

    def validate_ground(self, control: RadioField) -> None:
        """Ask for words where no reason of the list was found."""
        if control.data == Ground.OTHER.value and not typed.lines(self.words.data):
            self.words.errors = [*self.words.errors, _("Dites ce qui ne va pas.")]
            raise ValidationError(_("Dites avec vos mots ce qui ne va pas."))


def _to_choose() -> list[SelectChoice]:
    """Offer the grounds with none chosen: nobody hides a text by one click on a button."""
    return [SelectChoice("", _("Choisissez une raison")), *_choices()]


class _ReasonsForm(FlaskForm):
    ground = SelectField(
        _("Raison"), [InputRequired(_("Choisissez une raison."))], choices=_to_choose
    )


class HideForm(_ReasonsForm):
    """Why a text is hidden; `seen` is the last decision that the page showed."""

    sentence = StringField(
        _("Phrase que tout le monde lit"),
        [Optional(), _too_long(LONGEST_SENTENCE)],
        filters=[typed.line],
    )
    message = TextAreaField(
        _("Message à la personne"), [Optional(), _too_long(LONGEST_WORDS)], filters=[typed.lines]
    )
    seen = HiddenField()

    def reasons(self) -> Reasons:
        ground = Ground(self.ground.data)
        return Reasons(
            ground, wording.sentence(ground, self.sentence.data or ""), self.message.data or ""
        )


class HideManyForm(_ReasonsForm):
    """The ground on which all the chosen texts are hidden."""

    def reasons(self) -> Reasons:
        ground = Ground(self.ground.data)
        return Reasons(ground, wording.sentence(ground, ""))


def number(typed: str | None) -> int:
    """Read a number of ours; what is none is no decision that anybody saw."""
    return (parse_key(typed, 1) or (-1,))[0]


def chosen(values: list[str]) -> dict[int, int]:
    """Read the boxes ticked: for each text, the last decision that was seen of it."""
    keys = (parse_key(value, 2) for value in values)
    return {key[0]: key[1] for key in keys if key}
