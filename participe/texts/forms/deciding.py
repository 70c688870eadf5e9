"""What staff type to decide on remarks, and the words when something lacks."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from participe.kernel import typed
from participe.kernel.pagination import parse_key
from participe.texts import wording as words
from participe.texts.models import Verdict

LONGEST_REASON = 2000


def number(value: object) -> int:
    """Read a number of ours; what is none names nothing."""
    return (parse_key(str(value), 1) or (0,))[0]


class _ReasonForm(FlaskForm):
    reason = TextAreaField(
        _("Pourquoi ?"),
        [
            DataRequired(_("Écrivez la raison. Les personnes qui ont donné ces avis la liront.")),
            Length(
                max=LONGEST_REASON,
                message=_("Votre texte dépasse 2 000 caractères. Raccourcissez-le."),
            ),
        ],
        filters=[typed.lines],
        id="decision-reason",  # the page of a passage asks for another one
    )


class DecisionForm(_ReasonForm):
    """One decision for the remarks that are ticked.

    `version` is the draft that the page showed, empty if there was none; `passage` the number of
    the passage whose page the form stood on.
    """

    remarks = SelectMultipleField(
        _("Avis"),
        [DataRequired(_("Cochez au moins un avis."))],
        coerce=number,
        validate_choice=False,
    )
    verdict = RadioField(
        _("Que décidez-vous ?"),
        [InputRequired(_("Choisissez une décision."))],
        choices=[SelectChoice(verdict.value, label) for verdict, label in words.VERDICTS.items()],
    )
    version = HiddenField()
    passage = HiddenField()

    @property
    def chosen(self) -> Verdict:
        return Verdict(self.verdict.data)


class TakeInForm(_ReasonForm):
    """Why a proposed sentence goes into the text; `based_on` is the revision that was read.

    `version` and `passage` are those of the other form.
    """

    based_on = HiddenField()
    version = HiddenField()
    passage = HiddenField()
