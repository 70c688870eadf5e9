"""How texts under discussion are said: stances, verdicts, what a remark is about."""

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from participe.texts.models import Stance, Verdict

STANCES: dict[Stance, LazyString] = {
    Stance.AGREE: _("Je suis d’accord"),
    Stance.DISAGREE: _("Je ne suis pas d’accord"),
    Stance.QUESTION: _("J’ai une question"),
    Stance.REWORDING: _("Je propose une autre phrase"),
}

# As one says it of somebody else.
STANCES_SAID: dict[Stance, LazyString] = {
    Stance.AGREE: _("D’accord"),
    Stance.DISAGREE: _("Pas d’accord"),
    Stance.QUESTION: _("Question"),
    Stance.REWORDING: _("Autre phrase"),
}

VERDICTS: dict[Verdict, LazyString] = {
    Verdict.KEPT: _("Retenu"),
    Verdict.PARTLY: _("Retenu en partie"),
    Verdict.NOT_KEPT: _("Pas retenu, avec une raison"),
    Verdict.ANSWERED: _("Réponse donnée"),
}

# The sign and the kind that components/status.html gives to a verdict.
SIGNS: dict[Verdict, tuple[str, str]] = {
    Verdict.KEPT: ("✓", "kept"),
    Verdict.PARTLY: ("●", "open"),
    Verdict.NOT_KEPT: ("✕", "refused"),
    Verdict.ANSWERED: ("→", ""),
}


def title_of(text_title: str, number: int) -> str:
    """Name the passage that a remark is about as its author read it: the title of the remark."""
    return str(gettext("%(text)s, passage %(number)s", text=text_title, number=number))


def replaced() -> str:
    """Say in public why an agreement or disagreement was taken back by a second one."""
    return str(gettext("La même personne a donné un avis plus récent sur ce passage."))
