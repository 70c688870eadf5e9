"""What may be said of a passage, and the words when it may not."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from participe.kernel import typed
from participe.texts import wording as words
from participe.texts.models import Remark, Stance

LONGEST_REASON = 2000  # characters
LONGEST_WORDING = 10_000


class RemarkForm(FlaskForm):
    """Where one stands on a passage, another sentence for it, and why.

    `quoted` is the passage as the person was reading it in version `seen`: their own sentence
    begins as a copy of it.
    """

    stance = RadioField(
        _("Votre avis"),
        [InputRequired(_("Choisissez votre avis."))],
        choices=[SelectChoice(stance.value, label) for stance, label in words.STANCES.items()],
    )
    wording = TextAreaField(_("Votre phrase"), filters=[typed.lines])
    body = TextAreaField(
        _("Pourquoi ?"),
        [
            Length(
                max=LONGEST_REASON,
                message=_("Votre texte dépasse 2 000 caractères. Raccourcissez-le."),
            )
        ],
        filters=[typed.lines],
    )
    seen = HiddenField()

    quoted: str = ""

    @property
    def chosen(self) -> Stance:
        return Stance(self.stance.data)

    @property
    def version(self) -> int:
        return _number(self.seen.data or "")

    @property
    def is_reworded(self) -> bool:
        """Tell whether the sentence is another one than the passage."""
        return (self.wording.data or "").split() not in ([], self.quoted.split())

    def quote(self, passage: str, version: int) -> None:
        """Say which words the person reads from here on; a sentence of their own stays theirs."""
        if not self.is_reworded:
            self.wording.data = passage
        self.quoted = passage
        self.seen.data = str(version)

    def validate_stance(self, _field: RadioField) -> None:
        if self.is_reworded and self.stance.data != Stance.REWORDING.value:
            raise ValidationError(
                _(
                    "Vous avez changé la phrase. Choisissez « Je propose une autre phrase », "
                    "ou effacez le texte de « Votre phrase »."
                )
            )

    def validate_wording(self, field: TextAreaField) -> None:
        if self.stance.data != Stance.REWORDING.value:
            return
        if not self.is_reworded:
            raise ValidationError(_("Changez la phrase du texte : écrivez la vôtre."))
        if len(field.data) > LONGEST_WORDING:
            raise ValidationError(_("Votre phrase dépasse 10 000 caractères. Raccourcissez-la."))

    def validate_body(self, field: TextAreaField) -> None:
        if self.stance.data == Stance.QUESTION.value and not field.data:
            raise ValidationError(_("Écrivez votre question."))


class CorrectRemarkForm(FlaskForm):
    """The reason or the question again; `based_on` is the version that its author was reading."""

    body = RemarkForm.body
    based_on = HiddenField()

    needs_words = False  # set for a question: it is nothing without them

    @property
    def version(self) -> int:
        return _number(self.based_on.data or "")

    def validate_body(self, field: TextAreaField) -> None:
        if self.needs_words and not field.data:
            raise ValidationError(_("Écrivez votre question."))


def form_of(remark: Remark) -> CorrectRemarkForm:
    """Return the form in which a remark is corrected, wherever its page is."""
    form = CorrectRemarkForm(body=remark.body, based_on=str(remark.version))
    if remark.stance is Stance.QUESTION:
        form.needs_words, form.body.label.text = True, str(_("Votre question"))
    return form


def _number(typed: str) -> int:
    """Return the version that was read; what is no number of ours is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0  # noqa: PLR2004 -- what a database holds


class WithdrawRemarkForm(FlaskForm):
    """Why an author takes their remark back."""

    reason = TextAreaField(
        _("Pourquoi le retirez-vous ?"),
        [
            DataRequired(_("Écrivez pourquoi vous retirez votre avis.")),
            Length(max=500, message=_("Votre texte dépasse 500 caractères. Raccourcissez-le.")),
        ],
        filters=[typed.lines],
    )
