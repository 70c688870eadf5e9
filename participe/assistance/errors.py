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


class PlannedAlready(Refusal):
    """The same consultation, place and hour: it would be announced twice."""

    def __init__(self, moment: str) -> None:
        super().__init__(
            gettext(
                "Une séance sur cette consultation est déjà prévue dans cet EPN (%(moment)s). "
                "Ouvrez-la depuis « Mes séances », ou choisissez une autre heure.",
                moment=moment,
            )
        )


class SpaceNotServing(Refusal):
    message = _("Cet EPN n’accueille pas la commune. Choisissez un autre EPN.")


class NoticeNotRead(Refusal):
    message = _("Lisez d’abord la notice à voix haute, puis appuyez sur « J’ai lu la notice ».")


class RoomFull(Refusal):
    """One facilitator added as many as one can accompany; `hour` says when there is room again."""

    def __init__(self, hour: str) -> None:
        super().__init__(
            gettext(
                "Vous avez déjà ajouté 15 personnes en une heure. "
                "Une ou un collègue peut ajouter la suivante, depuis son propre compte. "
                "Sinon, attendez %(hour)s. Les papiers remplis s’encodent sans attendre.",
                hour=hour,
            )
        )


class PlaceFull(Refusal):
    """A place took as many as it can; `hour` says when there is room again."""

    def __init__(self, hour: str) -> None:
        super().__init__(
            gettext(
                "30 personnes ont déjà été ajoutées en une heure dans cet EPN. "
                "Attendez %(hour)s pour ajouter la suivante. "
                "Les papiers remplis s’encodent sans attendre.",
                hour=hour,
            )
        )


class CountChanged(Refusal):
    """What was counted aloud is not what there is any more."""

    message = _("Une personne a encore participé. Comptez à nouveau, puis fermez la séance.")


class NobodyListening(Refusal):
    message = _("Aucune personne ne fait qu’écouter. Il n’y a rien à enlever.")


class NamePublished(Refusal):
    message = _(
        "Cette personne a déjà publié un texte sous ce nom. Il ne change plus. "
        "Elle peut retirer son texte avec le code de son reçu."
    )


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


class PinSpent(Refusal):
    message = _("Le code a été mal tapé cinq fois. Connectez-vous avec votre adresse e-mail.")


class WrongPin(Refusal):
    """The digits are others; `left` tells how often they can be typed again."""

    def __init__(self, left: int) -> None:
        again = ngettext(
            "Ce code n’est pas le bon. Tapez les quatre chiffres reçus à l’ouverture de la séance. "
            "Il reste %(num)d essai.",
            "Ce code n’est pas le bon. Tapez les quatre chiffres reçus à l’ouverture de la séance. "
            "Il reste %(num)d essais.",
            left,
        )
        super().__init__(again if left else str(PinSpent.message))


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


class NoRemarkOnPaper(Refusal):
    message = _("Il n’y a aucun avis. Recopiez au moins un avis, avec le numéro du passage.")


class LineRefused(Refusal):
    """A rule refuses one line of what was typed in of a paper."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(gettext("Ligne %(line)s : %(why)s", line=line, why=why))


class PassageChanged(LineRefused):
    """What the paper is about is no longer what the text says."""

    def __init__(self, line: int, number: str) -> None:
        why = gettext(
            "le passage %(number)s a changé depuis que ce bulletin est imprimé. "
            "Enlevez cette ligne et gardez le papier : montrez à la personne le nouveau passage.",
            number=number,
        )
        super().__init__(line, why)


class Doubtful(Refusal):
    """A paper that may be in already: whoever types says whether it is somebody else's."""


class AlreadyTyped(Doubtful):
    """It says the same as another paper of the session, that of the participant `like`."""

    def __init__(self, like: int, name: str) -> None:
        super().__init__(
            gettext(
                "Ce papier ressemble à un papier déjà encodé (%(name)s). "
                "C’est quelqu’un d’autre ? Cochez « C’est une autre personne ». "
                "Sinon, videz la ligne.",
                name=name,
            )
        )
        self.like = like


class PaperAwaited(Doubtful):
    """It has the name of somebody of the session whose paper is awaited."""

    def __init__(self, name: str) -> None:
        super().__init__(
            gettext(
                "Dans la séance, %(name)s écrit sur papier. Est-ce son papier ? "
                "Choisissez ce nom dans « Papier de ». "
                "Sinon, cochez « C’est une autre personne ».",
                name=name,
            )
        )


class PaperNotAwaited(Refusal):
    message = _(
        "Le papier de cette personne est déjà encodé, ou elle n’écrit plus sur papier. "
        "Choisissez à nouveau de qui est ce papier."
    )


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
