"""The rules of propositions, each under the name of what breaks it."""

from flask_babel import lazy_gettext as _
from flask_babel import ngettext

from participe.kernel.errors import Refusal


class TooManyProposals(Refusal):
    """Nobody fills a consultation alone."""

    def __init__(self, at_most: int) -> None:
        super().__init__(
            ngettext(
                "Vous avez déjà publié %(num)d proposition ici. C’est le maximum.",
                "Vous avez déjà publié %(num)d propositions ici. C’est le maximum.",
                at_most,
            )
        )


class SentAlready(Refusal):
    """The same person published the same text a moment ago: number and slug lead there."""

    message = _("Vous avez déjà envoyé ce texte. Il est publié.")

    def __init__(self, number: int | None, slug: str) -> None:
        super().__init__()
        self.number = number
        self.slug = slug


class PublishedAlready(Refusal):
    message = _("Cette idée est déjà publiée. Vous pouvez changer la proposition elle-même.")


class DraftGone(Refusal):
    message = _("Ce brouillon n’existe plus.")


class NotSupportable(Refusal):
    message = _("Cette proposition n’est plus publique. Les soutiens sont fermés.")


class AlreadySupported(Refusal):
    message = _("Vous soutenez déjà cette proposition. Votre soutien compte une fois.")


class GroupAlreadySupported(AlreadySupported):
    message = _(
        "Vous soutenez déjà ce groupe de propositions. Votre soutien compte une fois pour tout "
        "le groupe."
    )


class NotSupported(Refusal):
    message = _("Vous ne soutenez pas cette proposition.")


class AlreadyAnswered(Refusal):
    message = _(
        "La commune a répondu à cette proposition. Son texte ne change plus, "
        "pour que tout le monde sache à quoi elle répond."
    )


class NoLongerPublic(Refusal):
    message = _("Cette proposition est retirée ou masquée. Elle ne change plus.")


class TooManyPhotos(Refusal):
    message = _("Cette proposition a déjà trois photos. Retirez-en une d’abord.")


class NotGroupable(Refusal):
    message = _(
        "Seules des propositions publiques et sans réponse, de la même consultation, "
        "se regroupent. Choisissez-les à nouveau."
    )


class AlreadyGrouped(Refusal):
    message = _(
        "Une de ces propositions est déjà dans un groupe. Défaites d’abord ce groupe, "
        "ou choisissez-en une autre."
    )


class AlreadyInGroup(Refusal):
    message = _(
        "Cette proposition est dans un groupe. La commune répond à la première de ce groupe."
    )


class NotGrouped(Refusal):
    message = _("Cette proposition n’est plus dans un groupe.")


class GroupAnswered(Refusal):
    message = _(
        "La commune a répondu à ce groupe. Il ne change plus, "
        "pour que tout le monde sache à quoi elle répond."
    )


class OwnProposal(Refusal):
    message = _("C’est votre proposition. Changez son texte vous-même, sur sa page.")


class NobodyDecides(Refusal):
    message = _(
        "La personne qui a écrit cette proposition n’a pas de compte. "
        "Elle ne peut pas vous répondre. Écrivez plutôt un commentaire."
    )


class NothingSuggested(Refusal):
    message = _("Votre texte est le même que celui de la proposition. Changez au moins un mot.")


class AmendmentDecided(Refusal):
    message = _("Cette reformulation a déjà reçu une réponse, ou elle n’est plus là.")


class NotDeclined(Refusal):
    message = _("Cette reformulation ne peut pas devenir une proposition.")
