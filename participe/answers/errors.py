"""The rules of answering, each under the name of what breaks it."""

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class AnswerIncomplete(Refusal):
    message = _("Cette réponse n’est pas complète. Remplissez ce qui manque, puis signez.")


class DateWithoutPromise(Refusal):
    message = _(
        "Cette réponse ne promet rien : elle n’a pas de date. "
        "Effacez la date sous « Pour quand », ou choisissez une autre réponse."
    )


class DayGone(Refusal):
    message = _("Choisissez une date à venir.")


class NoMandate(Refusal):
    message = _("Seuls une élue ou un élu en fonction peuvent signer une réponse.")


class OwnProposal(Refusal):
    message = _(
        "Vous avez écrit cette proposition. Une autre élue ou un autre élu doit y répondre."
    )


class DraftChanged(Refusal):
    message = _(
        "Une autre personne a changé ce brouillon pendant que vous écriviez. "
        "Comparez les deux textes, puis enregistrez à nouveau."
    )


class NothingToSign(Refusal):
    message = _("Cette réponse n’a pas de brouillon. Elle est peut-être déjà publiée.")


class ProposalNotAnswerable(Refusal):
    message = _("Cette proposition est retirée ou masquée. Elle ne reçoit pas de réponse.")


class AnsweredByGroup(Refusal):
    message = _(
        "Cette proposition vient d’entrer dans un groupe. Une seule réponse vaut pour le groupe."
    )


class ServiceExists(Refusal):
    message = _("Un service porte déjà ce nom. Choisissez un autre nom.")


class ServiceRetired(Refusal):
    message = _("Ce service n’existe plus. Choisissez un autre service.")


class NotDue(Refusal):
    message = _("Aucune réponse n’est attendue pour cette proposition. Un délai ne sert à rien.")


class AlreadyExtended(Refusal):
    message = _("La commune a déjà demandé un délai pour cette réponse. Il n’y en a qu’un.")


class ExtensionTooShort(Refusal):
    message = _("La nouvelle date doit venir après la date promise, et après aujourd’hui.")


class ExtensionTooLong(Refusal):
    message = _("Un délai dure 60 jours au maximum après la date promise.")


class NoteAnswered(Refusal):
    message = _(
        "Une autre personne a répondu à cette note pendant que vous écriviez. Relisez sa réponse."
    )


class NothingToClarify(Refusal):
    message = _("La commune n’a pas encore répondu, ou ce texte n’est plus en ligne.")


class NotConcerned(Refusal):
    message = _(
        "Seules les personnes qui ont écrit ou qui soutiennent cette proposition "
        "peuvent demander une précision."
    )


class AlreadyAsked(Refusal):
    message = _(
        "Vous avez déjà demandé une précision sur cette réponse. La commune vous répond ici."
    )


class AlreadyClarified(Refusal):
    message = _(
        "Une autre personne a répondu pendant que vous écriviez. Sa réponse est déjà publique."
    )


class NothingToReplyTo(Refusal):
    message = _("Cette question est retirée ou masquée. Elle ne reçoit pas de réponse.")
