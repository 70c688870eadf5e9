"""How grounds and measures are said, to those who report, to authors and to everyone."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from participe.moderation.models import Ground, Measure, Notice

GROUNDS: dict[Ground, LazyString] = {
    Ground.PRIVATE: _("Des données privées"),
    Ground.INSULT: _("Une insulte ou une attaque contre une personne"),
    Ground.HATE: _("De la haine ou de la discrimination"),
    Ground.SPAM: _("De la publicité"),
    Ground.OFF_TOPIC: _("Un texte sans rapport avec la question"),
    Ground.DUPLICATE: _("Une copie d’un autre texte"),
    Ground.ILLEGAL: _("Un contenu que la loi interdit"),
    Ground.OTHER: _("Une autre raison"),
}

GROUND_HINTS: dict[Ground, LazyString] = {
    Ground.PRIVATE: _("Par exemple un numéro de téléphone, ou l’adresse de quelqu’un."),
    Ground.DUPLICATE: _("Le même texte, publié plusieurs fois."),
    Ground.ILLEGAL: _("Par exemple une menace, ou une photo volée."),
    Ground.OTHER: _("Dites-la avec vos mots, ci-dessous."),
}

# What everyone reads in place of a hidden text, unless staff write a sentence of their own.
SENTENCES: dict[Ground, LazyString] = {
    Ground.PRIVATE: _("Ce texte contenait des données privées."),
    Ground.INSULT: _("Ce texte contenait une insulte ou une attaque contre une personne."),
    Ground.HATE: _("Ce texte contenait de la haine ou de la discrimination."),
    Ground.SPAM: _("Ce texte était de la publicité."),
    Ground.OFF_TOPIC: _("Ce texte n’avait pas de rapport avec la question."),
    Ground.DUPLICATE: _("Ce texte était la copie d’un autre."),
    Ground.ILLEGAL: _("La loi interdit ce que contenait ce texte."),
    Ground.OTHER: _("Ce texte ne respectait pas la charte."),
}

MEASURES: dict[Measure, LazyString] = {
    Measure.KEEP: _("Gardé"),
    Measure.HIDE: _("Masqué"),
}


def outcome(notice: Notice) -> tuple[str, str, str]:
    """Say to whoever reported a text what became of it: a sign, words, how they look."""
    if notice.decision is None:
        return "◔", str(_("L’équipe n’a pas encore décidé")), "soon"
    if notice.decision.measure is Measure.HIDE:
        return "✓", str(_("Le texte est masqué")), "kept"
    return "✓", str(_("Le texte est gardé")), ""


def sentence(ground: Ground, typed: str) -> str:
    """Return what staff typed, or the usual sentence of the ground.

    A usual sentence of another ground was only left standing when the ground was changed.
    """
    usual = {str(words) for words in SENTENCES.values()}
    return typed if typed and typed not in usual else str(SENTENCES[ground])
