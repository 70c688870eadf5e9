"""What is typed by who follows up what they did in a session."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from participe.kernel import typed
from participe.proposals.forms.authoring import REASON_MAX

CODE_MAX = 40  # what people put between and before the signs


class CodeForm(FlaskForm):
    """The code of a receipt. Its field has a name that `web.submissions` never sums up."""

    receipt_code = StringField(
        _("Votre code"),
        [
            DataRequired(_("Tapez le code qui est sur votre reçu.")),
            Length(
                max=CODE_MAX,
                message=_("Ce code n’ouvre rien ici. Vérifiez les lettres. Le 0 est un zéro."),
            ),
        ],
        # A telephone that “corrects” a code makes it another one.
        render_kw={"autocapitalize": "characters", "autocorrect": "off", "spellcheck": "false"},
    )


class WithdrawForm(FlaskForm):
    """Why something is taken back; nobody needs to say."""

    reason = TextAreaField(
        _("Pourquoi retirez-vous ce texte ?"),
        [
            Optional(),
            Length(max=REASON_MAX, message=_("Cette raison est trop longue. Raccourcissez-la.")),
        ],
        filters=[typed.lines],
    )


class EraseForm(FlaskForm):
    """Take everything back."""

    sure = BooleanField(
        _("Je veux tout effacer"),
        [InputRequired(_("Cochez la case pour tout effacer."))],
    )
