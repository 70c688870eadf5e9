"""The rules of discussing, each under the name of what breaks it."""

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class NoLongerEditable(Refusal):
    message = _(
        "Un commentaire se modifie pendant dix minutes. "
        "Vous pouvez encore le retirer, ou écrire une réponse."
    )


class AnsweredAlready(Refusal):
    message = _(
        "Une personne a répondu à ce commentaire. Il ne change plus. Vous pouvez encore le retirer."
    )


class NothingToDiscuss(Refusal):
    message = _("Ce texte n’est plus en ligne : on ne peut plus le commenter.")
