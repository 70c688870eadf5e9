"""The rules of consultations, each under the name of what breaks it."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class NotOpen(Refusal):
    """The action is closed; said with since when, and what comes next."""

    message = _("Cette étape n’est pas ouverte.")


class NotPublished(Refusal):
    message = _("Cette consultation n’est pas encore publiée.")


class AlreadyPublished(Refusal):
    message = _(
        "Cette consultation est publiée. "
        "Ce que la commune a promis ne change plus sans une raison que tout le monde peut lire."
    )


class NotReady(Refusal):
    """Something is still missing before publication; `sentences` say what."""

    message = _("Il manque encore quelque chose avant de publier.")

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__()
        self.sentences = sentences


class ChangedMeanwhile(Refusal):
    message = _(
        "Une autre personne a changé cette page pendant que vous écriviez. "
        "Votre texte est gardé ici. Comparez-le à ce qui est enregistré, "
        "puis enregistrez à nouveau."
    )


class NothingToProofread(Refusal):
    message = _(
        "Il manque encore des textes à relire. "
        "Écrivez d’abord la question, le résumé et ce que les gens peuvent changer."
    )


class NothingChanged(Refusal):
    message = _("Le nouveau texte est le même que l’ancien.")


class PhasesOverlap(Refusal):
    message = _("Deux étapes se passent en même temps. Changez leurs dates.")


class PhaseOver(Refusal):
    message = _("Cette étape est déjà finie. Elle ne peut plus être prolongée.")


class NotLater(Refusal):
    message = _("Une étape peut seulement finir plus tard. Choisissez une date plus tard.")


class NextPhaseInTheWay(Refusal):
    message = _(
        "L’étape suivante commence avant cette date. "
        "Cochez la case pour qu’elle commence plus tard, d’autant de jours."
    )


class NextPhaseTooShort(Refusal):
    message = _(
        "L’étape suivante finirait avant de commencer. Prolongez-la d’abord, "
        "ou choisissez une date plus proche."
    )


class PromiseInTheWay(Refusal):
    message = _(
        "La commune a promis de répondre avant cette date. Changez d’abord la date de la réponse."
    )


class NoMandate(Refusal):
    message = _("Cette personne n’a pas de mandat en cours. Choisissez une autre personne.")


class AnswerTooEarly(Refusal):
    message = _("La commune répond après la fin des contributions. Choisissez une date plus tard.")


class SlugTaken(Refusal):
    message = _("Une autre consultation a ou avait cette adresse. Choisissez-en une autre.")


class FileTooLarge(Refusal):
    """The file has more bytes than the platform takes; `largest` says how many."""

    message = _("Ce fichier est trop lourd.")

    def __init__(self, largest: int) -> None:
        megabytes = largest // (1024 * 1024)
        super().__init__(
            gettext(
                "Ce fichier est trop lourd. Choisissez-en un de %(size)d Mo au maximum.",
                size=megabytes,
            )
        )


class TooManyDocuments(Refusal):
    message = _("Cette consultation a déjà beaucoup de documents. Retirez-en un d’abord.")
