"""The rules of answering, each under the name of what breaks it."""

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class AnswerIncomplete(Refusal):
    message = _("Cette réponse n’est pas complète. Remplissez ce qui manque, puis signez.")


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
