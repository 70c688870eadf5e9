"""The rules of the bilan, each under the name of what breaks it."""

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class ChangedMeanwhile(Refusal):
    message = _(
        "Une autre personne a changé ce bilan pendant que vous le lisiez. "
        "Comparez les deux textes, puis enregistrez à nouveau."
    )


class NotWaiting(Refusal):
    message = _(
        "Ce bilan n’attend pas votre accord. L’équipe l’a repris, ou quelqu’un a déjà décidé."
    )


class SummaryMissing(Refusal):
    message = _("Écrivez le résumé avant d’envoyer le bilan.")


class WordMissing(Refusal):
    message = _("Dites en un mot ce qu’il faut changer.")


class NotReady(Refusal):
    message = _("Il manque encore quelque chose avant de publier le bilan.")


class AlreadyPublished(Refusal):
    message = _("Ce bilan est publié. Il ne change plus.")


class NotBegun(Refusal):
    message = _("La consultation n’est pas encore publiée. Elle n’a pas encore de bilan.")
