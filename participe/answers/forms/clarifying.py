"""What may be typed to ask what an answer means, and to say it in other words."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from participe.kernel import typed

QUESTION_MAX = 1000
REPLY_MAX = 2000


class ClarificationForm(FlaskForm):
    """What somebody did not understand."""

    body = TextAreaField(
        _("Qu’est-ce qui n’est pas clair ?"),
        [
            DataRequired(_("Écrivez votre question.")),
            Length(
                max=QUESTION_MAX,
                message=_("Votre texte dépasse 1 000 caractères. Raccourcissez-le."),
            ),
        ],
        filters=[typed.lines],
    )


class ReplyForm(FlaskForm):
    """The same thing in other words."""

    body = TextAreaField(
        _("Votre réponse, que tout le monde lira"),
        [
            DataRequired(_("Écrivez votre réponse.")),
            Length(
                max=REPLY_MAX,
                message=_("Votre texte dépasse 2 000 caractères. Raccourcissez-le."),
            ),
        ],
        filters=[typed.lines],
    )
