"""How texts under discussion are said: stances, verdicts, what a remark is about."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from participe.consultations.phases import Action
from participe.consultations.wording.phases import closed_sentence
from participe.kernel.html import TextFormat, excerpt
from participe.texts import policies
from participe.texts.models import Remark, Stance, Verdict, Wording
from participe.texts.queries.ordering import Order

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

# How the remarks on a passage are ranged, and what is said of it.
ORDERS: dict[Order, LazyString] = {
    Order.OF_THE_DAY: _("au hasard"),
    Order.NEWEST: _("les plus récents"),
    Order.SUPPORTED: _("les plus soutenus"),
}

# Why a passage changed, and why a remark was kept, when its sentence went into the text.
TAKEN_IN: LazyString = _("La phrase proposée est reprise dans le texte.")

# The sign and the kind that components/status.html gives to a verdict.
SIGNS: dict[Verdict, tuple[str, str]] = {
    Verdict.KEPT: ("✓", "kept"),
    Verdict.PARTLY: ("●", "open"),
    Verdict.NOT_KEPT: ("✕", "refused"),
    Verdict.ANSWERED: ("→", ""),
}


def title_of(text_title: str, heading: str, number: int) -> str:
    """Name the passage that a remark is about as its author read it: the title of the remark."""
    if heading:
        return str(gettext("%(text)s, %(heading)s", text=text_title, heading=heading))
    return str(gettext("%(text)s, passage %(number)s", text=text_title, number=number))


def replaced() -> str:
    """Say in public why an agreement or disagreement was taken back by a second one."""
    return str(gettext("La même personne a donné un avis plus récent sur ce passage."))


def published(remark: Remark) -> str:
    """Tell who has just given a remark what comes next; somebody helped has no address."""
    said = gettext(
        "Votre avis est publié. La commune dit ce qu’elle en fait dans la version suivante "
        "du texte."
    )
    if remark.author.is_participant:
        return f"{said} {gettext('Votre reçu permet de le lire.')}"
    return f"{said} {gettext('Vous recevrez alors un e-mail.')}"


def supports_closed(remark: Remark, at: datetime) -> str:
    """Say why nobody can support this now, and what comes next; nothing while they can."""
    if not remark.is_public or policies.is_decided(remark):
        return str(_("Cet avis est retiré, masqué ou déjà décidé. Les soutiens sont fermés."))
    consultation = remark.made_on.text.consultation
    opening = consultation.allows(Action.REMARK, at)
    if opening:
        return ""
    said = closed_sentence(opening, consultation.contract.answers_by)
    return str(gettext("Les soutiens sont fermés. %(why)s", why=said))


def name_of(wording: Wording, numbers: Mapping[int, int]) -> str:
    """Name a passage for those who write it: its heading, else its number and first words."""
    if wording.heading:
        return wording.heading
    said = excerpt(wording.body, TextFormat.MARKDOWN, 60)
    number = numbers.get(wording.passage_id)
    return f"{number}. {said}" if number else said
