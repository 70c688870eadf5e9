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
DECIDE = _("Que décidez-vous ?")
WHY = _("Pourquoi ?")
TICK_SOME = _("Cochez au moins un avis.")
CHOOSE_ONE = _("Choisissez une décision.")
SAY_WHY = _("Écrivez la raison. Les personnes qui ont donné ces avis la liront.")
TOO_LONG = _("Votre texte dépasse 2 000 caractères. Raccourcissez-le.")
VERDICTS = [SelectChoice(verdict.value, label) for verdict, label in words.VERDICTS.items()]


def number(value: object) -> int:
    """Read a number of ours; what is none names nothing."""
    return (parse_key(str(value), 1) or (0,))[0]


class _ReasonForm(FlaskForm):
    reason = TextAreaField(
        WHY,
        [DataRequired(SAY_WHY), Length(max=LONGEST_REASON, message=TOO_LONG)],
        filters=[typed.lines],
    )


class DecisionForm(_ReasonForm):
    """One decision for the remarks that are ticked.

    `version` is the draft that the page showed, empty if there was none.
    """

    remarks = SelectMultipleField(
        _("Avis"), [DataRequired(TICK_SOME)], coerce=number, validate_choice=False
    )
    verdict = RadioField(DECIDE, [InputRequired(CHOOSE_ONE)], choices=VERDICTS)
    version = HiddenField()

    @property
    def chosen(self) -> Verdict:
        return Verdict(self.verdict.data)


class TakeInForm(_ReasonForm):
    """Why a proposed sentence goes into the text; `based_on` is the revision that was read.

    `version` is that of the other form.
    """

    based_on = HiddenField()
    version = HiddenField()
