"""The rules about communes, each under the name of what breaks it."""

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class AlreadyOpen(Refusal):
    message = _("Cette commune utilise déjà le site.")


class AddressTaken(Refusal):
    message = _("Cette adresse sert déjà à autre chose. Choisissez-en une autre.")


class CoatOfArmsTooHeavy(Refusal):
    message = _("Ce blason reste trop lourd : 100 ko au plus. Choisissez une image plus simple.")


class SvgRefused(Refusal):
    message = _(
        "Un fichier SVG peut contenir un programme : nous ne le prenons pas. "
        "Enregistrez le blason en PNG, JPEG ou WebP."
    )
