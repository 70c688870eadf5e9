"""The rule of a name for the hour, wherever one is typed: console, paper, file without network."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, Form
from wtforms.validators import Length, StopValidation

from participe.accounts.forms import NAME_MAX

NOT_TOO_LONG = Length(max=NAME_MAX, message=_("Ce nom est trop long : 40 signes au plus."))


def ensure_name(_form: Form, field: Field) -> None:
    """Refuse what is no name, and an address: the name is public, and nobody asked for one."""
    if field.data and "@" in field.data:
        raise StopValidation(
            gettext(
                "Ce nom est public. Écrivez un prénom ou un surnom, sans « @ » : "
                "on ne demande pas d’adresse."
            )
        )
    if field.data and not any(sign.isalpha() for sign in field.data):
        raise StopValidation(gettext("Un nom contient au moins une lettre. Il peut rester vide."))
