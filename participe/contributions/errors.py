"""The rules of contributing, each under the name of what breaks it."""

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class AlreadyWithdrawn(Refusal):
    message = _("Ce texte a déjà été retiré par son auteur ou son autrice.")


class ChangedMeanwhile(Refusal):
    message = _(
        "Ce texte a changé pendant que vous écriviez. "
        "Relisez-le, puis envoyez à nouveau votre version."
    )
