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
