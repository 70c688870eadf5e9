"""The rules of moderating, each under the name of what breaks it."""

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal


class AlreadyDecided(Refusal):
    message = _("Ce texte a déjà été traité. Rien n’a changé.")


class TooLateToUndo(Refusal):
    message = _("Une décision s’annule pendant dix minutes. Ce délai est passé.")


class DecidedSince(Refusal):
    message = _("Une autre décision a été prise depuis sur ce texte. Rien n’a changé.")


class NothingChosen(Refusal):
    message = _("Choisissez au moins un texte.")
