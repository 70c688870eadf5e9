"""What is typed at a station: the digits that join it, the PIN that gives a screen back."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Regexp

from participe.kernel.typed import line


def _digits(typed: str | None) -> str:
    """Drop the spaces that people put between digits."""
    return line(typed).replace(" ", "")


class JoinForm(FlaskForm):
    digits = StringField(
        _("Les quatre chiffres"),
        filters=[_digits],
        validators=[Regexp(r"^\d{4}$", message=_("Tapez les quatre chiffres."))],
    )


class PinForm(FlaskForm):
    pin = StringField(
        _("Votre code d’animation"),
        filters=[_digits],
        validators=[Regexp(r"^\d{4}$", message=_("Tapez les quatre chiffres de votre code."))],
    )
