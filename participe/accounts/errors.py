"""The rules of signing in, of names and of roles, each under the name of what breaks it."""

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class WrongCode(Refusal):
    message = _("Ce code n’est pas bon. Regardez le dernier e-mail, ou demandez un autre code.")


class CodeSpent(Refusal):
    """The newest code was used already, or tried too often."""

    message = _("Ce code ne marche plus. Demandez un autre code.")


class CodeExpired(Refusal):
    message = _("Ce code est trop vieux. Nous venons de vous en envoyer un autre.")


class NoPlatformAccount(Refusal):
    message = _(
        "Cette adresse n’administre pas la plateforme. Pour participer, passez par votre commune."
    )


class NameSoundsOfficial(Refusal):
    message = _("Ce nom fait penser à la commune ou à son équipe. Choisissez-en un autre.")


class NameOfWhoLeft(Refusal):
    message = _("Ces mots remplacent le nom des personnes parties. Choisissez un autre nom.")


class NameChosen(Refusal):
    message = _("Votre nom est déjà choisi.")


class AlreadyHolds(Refusal):
    message = _("Cette personne a déjà ce rôle.")


class LastStaffMember(Refusal):
    message = _(
        "C’est la dernière personne de l’équipe. Invitez d’abord quelqu’un d’autre dans l’équipe."
    )


class InvitationOver(Refusal):
    message = _("Cette invitation ne marche plus. Demandez-en une autre à la commune.")


class WrongAddress(Refusal):
    message = _(
        "Cette invitation est pour une autre adresse. Connectez-vous avec celle qui l’a reçue."
    )
