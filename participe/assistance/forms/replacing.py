"""What is said of who lost their code: how one knows that it is that person."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from participe.assistance.models.codes import Ground
from participe.assistance.wording.people import GROUNDS


class GroundForm(FlaskForm):
    """One question, asked of the two people who replace a code; nothing is chosen before."""

    ground = RadioField(
        _("Comment savez-vous que c’est cette personne ?"),
        [InputRequired(_("Choisissez comment vous savez que c’est cette personne."))],
        choices=[SelectChoice(ground.value, words) for ground, words in GROUNDS.items()],
    )

    @property
    def chosen(self) -> Ground:
        return Ground(self.ground.data)
