"""What is typed and chosen from the first word of an idea to its publication."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Optional, StopValidation

from participe.kernel import typed
from participe.proposals.models import Proposal

TITLE_MIN, TITLE_MAX = 5, 140
BODY_MAX = 5_000
LOCALITY_MAX = 60
KEEP = "garder"
NO_THEME = ""


class NotLongerThan:
    """Says how many characters are too many, so that one knows what to remove."""

    def __init__(self, maximum: int, sentence: Callable[[int], str]) -> None:
        self.maximum = maximum
        self.sentence = sentence
        self.field_flags = {"maxlength": maximum}

    def __call__(self, form: Form, field: Field) -> None:
        too_many = len(field.data or "") - self.maximum
        if too_many > 0:
            raise StopValidation(self.sentence(too_many))


def _long_idea(too_many: int) -> str:
    return str(
        ngettext(
            "Votre idée est trop longue. Retirez %(num)d caractère.",
            "Votre idée est trop longue. Retirez %(num)d caractères.",
            too_many,
        )
    )


def _long_text(too_many: int) -> str:
    return str(
        ngettext(
            "Votre explication est trop longue. Retirez %(num)d caractère.",
            "Votre explication est trop longue. Retirez %(num)d caractères.",
            too_many,
        )
    )


def _long_place(too_many: int) -> str:
    return str(
        ngettext(
            "Ce lieu est trop long. Retirez %(num)d caractère.",
            "Ce lieu est trop long. Retirez %(num)d caractères.",
            too_many,
        )
    )


class IdeaForm(FlaskForm):
    """One sentence, and whatever else its author wants to say."""

    title = StringField(
        _("Quelle est votre idée, en une phrase ?"),
        [
            DataRequired(_("Écrivez votre idée en une phrase.")),
            NotLongerThan(TITLE_MAX, _long_idea),
        ],
        filters=[typed.line],
    )
    body = TextAreaField(
        _("Expliquez un peu plus"),
        [Optional(), NotLongerThan(BODY_MAX, _long_text)],
        filters=[typed.lines],
    )

    def validate_title(self, field: Field) -> None:
        if len(field.data) < TITLE_MIN:
            raise StopValidation(gettext("Votre idée est trop courte. Écrivez quelques mots."))

    def text(self) -> tuple[str, str]:
        return self.title.data, self.body.data


class ComparisonForm(FlaskForm):
    """Support an idea that exists, or go on with one's own: a button for each."""

    choice = StringField(default=KEEP)

    def chosen(self, proposals: Sequence[Proposal]) -> Proposal | None:
        """Return the proposition to support; None is the author's own idea, and the default."""
        return next((p for p in proposals if str(p.number) == self.choice.data), None)


class PlaceForm(FlaskForm):
    """Where the idea is, in the author's words."""

    locality = StringField(
        _("Où se passe votre idée ?"),
        [Optional(), NotLongerThan(LOCALITY_MAX, _long_place)],
        filters=[typed.line],
    )


class ThemeForm(FlaskForm):
    """Under which theme of the commune the idea falls."""

    theme = SelectField(_("De quoi parle votre idée ?"), [Optional()])

    def offer(self, themes: Mapping[str, tuple[int, str]]) -> None:
        """Take the themes, number and name by slug."""
        self.theme.choices = [
            SelectChoice(NO_THEME, gettext("Je ne sais pas")),
            *(SelectChoice(slug, name) for slug, (_id, name) in themes.items()),
        ]


class PublicationForm(FlaskForm):
    """The last page: nothing to fill but the age that the consultation asks for."""

    age = BooleanField()

    def __init__(self, minimum_age: int, **values: Any) -> None:
        super().__init__(**values)
        if not minimum_age:
            del self.age
            return
        self.age.label.text = ngettext(
            "J’ai %(num)d an ou plus.", "J’ai %(num)d ans ou plus.", minimum_age
        )
        self.age.validators = [
            DataRequired(
                ngettext(
                    "Cochez la case si vous avez %(num)d an ou plus.",
                    "Cochez la case si vous avez %(num)d ans ou plus.",
                    minimum_age,
                )
            )
        ]
