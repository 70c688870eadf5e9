"""The rules of texts under discussion, each under the name of what breaks it."""

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class ChangedMeanwhile(Refusal):
    message = _(
        "Une autre personne a changé ce passage pendant que vous écriviez. "
        "Votre texte est gardé ici, à côté du sien. Comparez-les, puis enregistrez à nouveau."
    )


class NewVersionPublished(Refusal):
    message = _(
        "Une nouvelle version du texte vient de paraître, et ce passage a changé. "
        "Relisez-le ci-dessous. Votre avis est gardé : envoyez-le à nouveau s’il tient toujours."
    )


class DraftIsPublic(Refusal):
    message = _(
        "Cette version vient d’être publiée : ses décisions ne changent plus. "
        "Commencez la version suivante pour décider des avis qui restent."
    )


class AlreadyDecided(Refusal):
    message = _(
        "Une décision publique existe déjà pour un de ces avis. Elle ne change plus. "
        "Retirez cet avis de votre choix."
    )


class ReasonNeeded(Refusal):
    message = _("Écrivez la raison. Les personnes qui ont donné ces avis la liront.")


class NothingToDecide(Refusal):
    message = _("Cochez au moins un avis. Un avis retiré ou masqué ne demande pas de décision.")


class CannotTakeIn(Refusal):
    message = _(
        "Ce passage a été coupé, réuni à un autre ou retiré depuis cet avis. "
        "Reprenez la phrase à la main dans le texte, puis décidez de l’avis."
    )


class NothingToRemark(Refusal):
    message = _(
        "Ce passage n’est plus dans le texte. Votre avis est gardé ci-dessous. "
        "Copiez-le, puis donnez-le sur un autre passage."
    )


class SameWording(Refusal):
    message = _("Votre phrase est celle du texte. Changez-la, ou choisissez une autre réponse.")


class RemarkNotSupportable(Refusal):
    message = _("Cet avis est retiré, masqué ou déjà décidé. Les soutiens sont fermés.")


class RemarkSupportedAlready(Refusal):
    message = _("Vous soutenez déjà cet avis. Votre soutien compte une fois.")


class RemarkNotSupported(Refusal):
    message = _("Vous ne soutenez pas cet avis.")


class RemarkNoLongerPublic(Refusal):
    message = _("Cet avis est déjà retiré ou masqué. Il ne change plus.")
