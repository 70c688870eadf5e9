"""The rules of assisted sessions, each under the name of what breaks it."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class NotUnderWay(Refusal):
    message = _("Cette séance n’est pas ouverte. Ouvrez-la d’abord.")


class SessionOver(Refusal):
    message = _("Cette séance est fermée. On ne peut plus rien y ajouter.")


class AlreadyOpen(Refusal):
    message = _("Cette séance est déjà ouverte.")


class SessionCancelled(Refusal):
    message = _("Cette séance est annulée. Prévoyez-en une autre.")


class ConsultationNotOpen(Refusal):
    message = _("La consultation ne sera pas ouverte à ce moment. Choisissez une autre date.")


class InThePast(Refusal):
    message = _("Cette heure est déjà passée. Choisissez une date et une heure à venir.")


class SpaceNotServing(Refusal):
    message = _("Cet EPN n’accueille pas la commune. Choisissez un autre EPN.")


class NoticeNotRead(Refusal):
    message = _("Lisez d’abord la notice à voix haute, puis appuyez sur « J’ai lu la notice ».")


class RoomFull(Refusal):
    message = _(
        "Vous avez déjà ajouté 15 personnes en une heure. Attendez un peu. "
        "Ou faites ajouter la suivante par une ou un collègue, depuis son propre compte."
    )


class PlaceFull(Refusal):
    message = _(
        "30 personnes ont déjà été ajoutées en une heure dans cet EPN. "
        "Attendez un peu avant d’ajouter quelqu’un."
    )


class CountChanged(Refusal):
    """What was counted aloud is not what there is any more."""

    message = _("Une personne a encore participé. Comptez à nouveau, puis fermez la séance.")


class NobodyListening(Refusal):
    message = _("Aucune personne ne fait qu’écouter. Il n’y a rien à enlever.")


class AccordRevoked(Refusal):
    message = _("Cette personne a retiré son accord. Elle ne participe plus à la séance.")


class SpaceHasSessions(Refusal):
    message = _(
        "Des séances ont eu lieu ou sont prévues dans cet EPN. "
        "Il reste dans la liste pour qu’on sache où elles se passent."
    )


class AccountNeeded(Refusal):
    message = _(
        "En séance, on propose, on soutient et on commente. "
        "Pour ceci, il faut un compte avec une adresse e-mail."
    )


class WrongDigits(Refusal):
    message = _(
        "Ces chiffres ne vont pas. Regardez l’écran de l’animatrice ou de l’animateur, "
        "puis tapez-les à nouveau."
    )


class TooManyStations(Refusal):
    message = _("Cette séance a déjà eu trente postes. Gardez ceux qui y sont.")


class NotJoined(Refusal):
    message = _("Ce poste n’est pas dans la séance. Tapez-y d’abord les quatre chiffres.")


class StationTaken(Refusal):
    message = _("Une personne est déjà à ce poste. Choisissez un autre poste, ou reprenez-le.")


class AlreadySeated(Refusal):
    message = _("Cette personne est déjà à un poste. Reprenez d’abord ce poste.")


class NotHanded(Refusal):
    message = _("Ce poste n’est plus à vous. Demandez à l’animatrice ou à l’animateur.")


class WrongPin(Refusal):
    message = _("Ce code n’est pas le bon. Tapez les quatre chiffres choisis pour la séance.")


class PinSpent(Refusal):
    message = _("Le code a été mal tapé cinq fois. Connectez-vous avec votre adresse e-mail.")


class WrongCode(Refusal):
    """The same sentence for a code that was mistyped, never was, or opens nothing any more."""

    message = _("Ce code n’ouvre rien ici. Vérifiez les lettres. Le 0 est un zéro.")


class CodeReplacedSince(Refusal):
    """Who types a code that was replaced holds that paper: they learn it, and nothing else."""

    def __init__(self, day: str) -> None:
        super().__init__(
            gettext(
                "Ce code a été remplacé le %(day)s. Deux personnes de la commune ont fait un autre "
                "reçu. Ce n’était pas pour vous ? Appelez la commune.",
                day=day,
            )
        )


class SessionNotOver(Refusal):
    message = _("La séance est encore ouverte. L’animatrice ou l’animateur refait le reçu.")


class NothingToOpen(Refusal):
    message = _(
        "Cette personne a tout gardé dans un compte, ou tout effacé. Elle n’a plus de code."
    )


class CodesOver(Refusal):
    message = _("Le délai est passé. Les codes de cette séance n’ouvrent plus rien.")


class AskedAlready(Refusal):
    message = _("Un autre code est déjà demandé pour cette personne. Une ou un collègue confirme.")


class AskedByYou(Refusal):
    message = _("Vous avez demandé ce code vous-même. Une autre personne de l’équipe confirme.")


class NothingAsked(Refusal):
    message = _("Aucune demande n’attend pour cette personne. Faites-en une nouvelle.")


class TooManyCodes(Refusal):
    message = _("Trop de codes sont demandés aujourd’hui, ici ou dans cet EPN. Revenez demain.")


class TextGone(Refusal):
    message = _("Ce texte est retiré ou masqué. Il ne change plus.")


class ClaimedByStaff(Refusal):
    message = _(
        "Vous avez demandé ou confirmé ce code. "
        "Seule la personne elle-même garde ses contributions dans son compte."
    )


class ClaimedAlready(Refusal):
    message = _("Ces contributions sont déjà dans un autre compte.")


class ClaimedByOthers(Refusal):
    message = _(
        "Vous animez des séances dans cet EPN. "
        "Seule la personne elle-même garde ses contributions dans son compte."
    )


class GroupsStay(Refusal):
    message = _(
        "Ces contributions sont celles d’un groupe. "
        "Elles ne vont pas dans le compte d’une personne. "
        "Vous pouvez toujours les voir et les retirer avec le code."
    )


class CannotBeReadBack(Refusal):
    message = _(
        "Une photo ne se relit pas à voix haute. "
        "Choisissez « Avec une aide, de ses propres mains », puis ajoutez-la."
    )


class NothingOnPaper(Refusal):
    message = _("Il n’y a ni idée ni soutien. Écrivez une idée, ou le numéro d’une proposition.")


class UnknownNumbers(Refusal):
    """No public proposition of the consultation has these numbers."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(
            ngettext(
                "Aucune proposition publique ne porte le numéro %(numbers)s. Relisez le papier.",
                "Aucune proposition publique ne porte les numéros %(numbers)s. Relisez le papier.",
                len(numbers),
                numbers=", ".join(map(str, numbers)),
            )
        )


class TooManyPapers(Refusal):
    message = _(
        "Cette séance a déjà cent personnes sur papier ou hors ligne. Ouvrez une autre séance."
    )


class FileUnreadable(Refusal):
    message = _(
        "Ce fichier est coupé ou abîmé. Rien n’est importé. "
        "Enregistrez-le à nouveau depuis la page hors ligne."
    )


class FileOfAnotherSession(Refusal):
    message = _("Ce fichier vient d’une autre séance. Importez-le dans la sienne.")


class FileChanged(Refusal):
    message = _(
        "Ce fichier a été changé après son enregistrement. Rien n’est importé. "
        "Enregistrez-le à nouveau depuis la page hors ligne."
    )


class CapturedLate(Refusal):
    message = _("Noté après la fermeture de la séance, selon l’ordinateur. Cela ne compte pas.")


class NotBegunYet(Refusal):
    message = _("Cette séance n’a pas encore commencé. Revenez après son heure.")


class BatchWaiting(Refusal):
    message = _("Un paquet attend déjà sa seconde saisie. Finissez-le d’abord.")


class TypedByYou(Refusal):
    message = _(
        "Vous avez tapé ces papiers la première fois. Une autre personne les tape à nouveau."
    )


class NothingWaits(Refusal):
    message = _("Aucun papier n’attend de seconde saisie.")
