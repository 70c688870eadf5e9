"""What may be typed in a comment, and the words when it may not."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from participe.discussions.models import Position
from participe.kernel import typed

LONGEST = 1000  # characters


def _text(label: LazyString, missing: LazyString) -> TextAreaField:
    too_long = _("Votre texte dépasse 1 000 caractères. Raccourcissez-le.")
    return TextAreaField(
        label,
        [DataRequired(missing), Length(max=LONGEST, message=too_long)],
        filters=[typed.lines],
    )


class ReplyForm(FlaskForm):
    """A few words in answer to a comment."""

    body = _text(_("Votre réponse"), _("Écrivez votre réponse."))

    @property
    def stance(self) -> Position | None:
        """Return where the author stands towards the subject: a reply does not say."""
        return None


class CommentForm(ReplyForm):
    """A few words on a contribution, and where their author stands."""

    body = _text(_("Votre commentaire"), _("Écrivez votre commentaire."))
    position = RadioField(
        _("Votre avis"),
        [Optional()],
        choices=[
            SelectChoice(Position.FOR.value, _("Pour")),
            SelectChoice(Position.AGAINST.value, _("Contre")),
            SelectChoice(Position.QUESTION.value, _("Une question")),
        ],
    )

    @property
    def stance(self) -> Position | None:
        return Position(self.position.data) if self.position.data else None


class EditForm(ReplyForm):
    """A comment written again; `based_on` is the version that its author was reading."""

    body = _text(_("Votre commentaire"), _("Écrivez votre commentaire."))
    based_on = HiddenField()

    @property
    def version(self) -> int:
        """Return the version that was read; what is no number of ours is none."""
        typed = self.based_on.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() else 0
