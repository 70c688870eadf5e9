"""What the author of a proposition may type after publication."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from participe.kernel import typed
from participe.proposals.forms.proposing import IdeaForm

NOTE_MAX = 200
REASON_MAX = 500
ALTERNATIVE_MAX = 400


class EditForm(IdeaForm):
    """The text again; `based_on` is the version that its author was reading."""

    note = StringField(
        _("Qu’avez-vous changé ?"),
        [
            Optional(),
            Length(max=NOTE_MAX, message=_("Ce texte est trop long. Dites-le en une ligne.")),
        ],
        filters=[typed.line],
    )
    based_on = HiddenField()

    @property
    def version(self) -> int:
        return version_read(self.based_on.data or "")


def version_read(typed: str) -> int:
    """Return the version that was read; what is no number of ours is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0  # noqa: PLR2004


class WithdrawForm(FlaskForm):
    """Why a proposition is taken back: everyone reads it in its place."""

    reason = TextAreaField(
        _("Pourquoi retirez-vous cette proposition ?"),
        [
            DataRequired(_("Dites pourquoi, en une phrase.")),
            Length(max=REASON_MAX, message=_("Cette raison est trop longue. Raccourcissez-la.")),
        ],
        filters=[typed.lines],
    )


class PhotoForm(FlaskForm):
    """A picture, and its content in words for those who do not see it (WCAG 1.1.1)."""

    picture = FileField(_("La photo"), [FileRequired(_("Choisissez une photo."))])
    alternative = StringField(
        _("Que voit-on sur la photo ?"),
        [
            DataRequired(_("Dites en une phrase ce que l’on voit sur la photo.")),
            Length(max=ALTERNATIVE_MAX, message=_("Ce texte est trop long. Raccourcissez-le.")),
        ],
        filters=[typed.line],
    )
