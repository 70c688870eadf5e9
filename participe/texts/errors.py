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
        "Relisez-le ci-dessous. Votre avis est gardé : envoyez-le à nouveau s’il tient toujours."
    )


class DraftIsPublic(Refusal):
    message = _(
        "Cette version vient d’être publiée : ses décisions ne changent plus. "
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


class RemarkDecided(Refusal):
    message = _(
        "La commune a dit ce qu’elle fait de cet avis, ou a publié une nouvelle version du texte. "
        "Votre avis ne change plus. Vous pouvez encore le retirer."
    )


class VersionFixed(Refusal):
    message = _(
        "Cette version est publiée : son texte ne change plus. "
        "Votre texte est gardé ici. Commencez la version suivante pour le reprendre."
    )


class PassageGone(Refusal):
    message = _(
        "Ce passage n’est plus dans le brouillon : une autre personne l’a réuni à un autre "
        "ou retiré. Votre texte est gardé ici."
    )


class PassageEmpty(Refusal):
    message = _("Un passage dit quelque chose. Écrivez son texte, ou retirez le passage.")


class WordsChanged(Refusal):
    message = _(
        "Couper un passage ne change aucun mot. Ajoutez seulement des lignes avec trois tirets, "
        "là où le texte doit être coupé."
    )


class NotCut(Refusal):
    message = _("Dites où couper : il faut au moins deux morceaux, et aucun n’est vide.")


class NotNeighbours(Refusal):
    message = _(
        "Ces deux passages ne se suivent plus : une autre personne a changé l’ordre. "
        "Revenez au brouillon, puis recommencez."
    )


class NothingJoined(Refusal):
    message = _("Rien n’a été réuni à ce passage dans ce brouillon.")


class JoinedChanged(Refusal):
    message = _(
        "La fin de ce passage a changé depuis la réunion. Pour le séparer, coupez-le : "
        "aucun mot ne se perd."
    )


class RemovalNeedsReason(Refusal):
    message = _("Dites pourquoi ce passage est retiré. Tout le monde lira cette raison.")


class NoteNeeded(Refusal):
    message = _("Dites ce qui change dans cette version, et pourquoi. Tout le monde le lira.")


class DraftChanged(Refusal):
    message = _(
        "Une autre personne a changé le brouillon pendant que vous le relisiez. "
        "Relisez ce qui change ci-dessous, puis publiez."
    )


class NothingToPublish(Refusal):
    message = _("Ce texte n’a encore aucun passage. Ajoutez-en un avant de publier.")


class TextIsPublic(Refusal):
    message = _("Ce texte est public. Il ne peut plus être effacé.")


class FileUnreadable(Refusal):
    message = _(
        "Ce fichier ne peut pas être lu. Envoyez un fichier .docx, .odt, .txt ou .md, "
        "ou collez le texte."
    )


class FileTooHeavy(Refusal):
    message = _("Ce fichier est trop lourd. Retirez-en les images, ou collez le texte à la place.")


class FileProtected(Refusal):
    message = _(
        "Ce fichier est protégé par un mot de passe. Enregistrez-le sans protection, "
        "puis envoyez-le à nouveau."
    )


class FileIsOld(Refusal):
    message = _(
        "Ce fichier vient d’un ancien traitement de texte, ou il est protégé. "
        "Enregistrez-le en .docx ou .odt, sans mot de passe."
    )


class FileIsPdf(Refusal):
    message = _(
        "Un PDF perd la forme du texte. Envoyez le fichier du traitement de texte, "
        "ou copiez le texte du PDF et collez-le."
    )


class TextEmpty(Refusal):
    message = _("Ce fichier ne contient pas de texte. Choisissez-en un autre, ou collez le texte.")


class TextTooLong(Refusal):
    message = _(
        "Ce texte est trop long. Une consultation peut avoir plusieurs textes : coupez-le en deux."
    )
