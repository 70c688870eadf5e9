"""The rules of commitments, each under the name of what breaks it."""

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class UpdatedMeanwhile(Refusal):
    message = _(
        "Une autre personne a mis cet engagement à jour pendant que vous écriviez. "
        "Lisez sa mise à jour ci-dessous, puis publiez à nouveau si la vôtre est encore juste."
    )


class NoReason(Refusal):
    message = _("Dites pourquoi la commune abandonne cet engagement. Tout le monde le lira.")


class NothingPromised(Refusal):
    message = _(
        "Un engagement demande une réponse publiée, qui dit oui en tout ou en partie. "
        "Répondez d’abord à la proposition."
    )


class NotDeclaredKept(Refusal):
    message = _(
        "La commune ne déclare pas cet engagement tenu. "
        "Vous pourrez dire ce que vous voyez quand elle le déclarera tenu."
    )


class OwnWord(Refusal):
    message = _(
        "Vous travaillez pour la commune, qui déclare cet engagement tenu. "
        "Ce sont les habitantes et habitants qui disent ce qu’ils voient."
    )


class AlreadyReplied(Refusal):
    message = _("La commune a déjà répondu à ce constat. Sa réponse reste en ligne.")


class NothingToReplyTo(Refusal):
    message = _("Ce constat n’est plus en ligne. On ne peut plus y répondre.")


class NoSuchCommitment(Refusal):
    message = _("Cet engagement n’existe pas.")
