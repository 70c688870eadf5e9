"""The form with which a person sets how pages look on one device."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields import SelectChoice

DEFAULT = ""  # the value of a choice that changes nothing


class DisplayForm(FlaskForm):
    """Size of the text, space between the lines, light or dark."""

    text_size = RadioField(
        _("Taille du texte"),
        default=DEFAULT,
        choices=[
            SelectChoice(DEFAULT, _("Normale")),
            SelectChoice("large", _("Grande (125 %)")),
            SelectChoice("larger", _("Très grande (150 %)")),
        ],
    )
    spacing = RadioField(
        _("Espace entre les lignes et les mots"),
        default=DEFAULT,
        choices=[SelectChoice(DEFAULT, _("Normal")), SelectChoice("wide", _("Large"))],
    )
    theme = RadioField(
        _("Fond de la page"),
        default=DEFAULT,
        choices=[
            SelectChoice(DEFAULT, _("Comme sur mon appareil")),
            SelectChoice("light", _("Clair")),
            SelectChoice("dark", _("Sombre")),
        ],
    )
