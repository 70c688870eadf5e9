"""Where a proposition stands: who supports it, and what the commune says of it or owes it."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from participe.consultations.phases import Action
from participe.consultations.wording.days import day
from participe.consultations.wording.phases import closed_sentence
from participe.kernel.french import number
from participe.proposals.models import Proposal
from participe.proposals.wording.outcomes import OUTCOMES, SIGNS

# To whoever supports a similar idea in place of their own.
DRAFT_STAYS = _("Votre texte reste dans vos brouillons. Vous le retrouvez dans Mon espace.")


class Sign(NamedTuple):
    """A state as components/status.html draws it."""

    sign: str
    words: str
    kind: str = ""


def standing(proposal: Proposal, at: datetime) -> Sign | None:
    """Say in a few words where a proposition stands with the commune, if anything is to be said."""
    if proposal.is_hidden:
        return Sign("✕", str(_("Masquée")), "refused")
    if proposal.is_withdrawn:
        return Sign("✕", str(_("Retirée")))
    return _answer_standing(proposal, at)


def _answer_standing(proposal: Proposal, at: datetime) -> Sign | None:
    if proposal.outcome is not None:
        sign, kind = SIGNS[proposal.outcome]
        return Sign(sign, str(OUTCOMES[proposal.outcome]), kind)
    if proposal.due_on is None:
        return None
    if proposal.days_late(at):
        late = gettext("Réponse %(late)s", late=lateness(proposal, at))
        return Sign("!", late, "late")
    expected = gettext("Réponse attendue le %(day)s", day=day(proposal.due_on))
    return Sign("◔", expected, "soon")


def lateness(proposal: Proposal, at: datetime) -> str:
    days = proposal.days_late(at)
    words = ngettext(
        "en retard de %(days)s jour", "en retard de %(days)s jours", days, days=number(days)
    )
    return str(words)


def supports(count: int) -> str:
    if not count:
        return str(_("0 soutien"))
    return str(ngettext("%(num)d soutien", "%(num)d soutiens", count))


def people(count: int) -> str:
    """Say how many different people support a group."""
    return str(
        ngettext(
            "%(num)d personne soutient ce groupe", "%(num)d personnes soutiennent ce groupe", count
        )
    )


def backing(proposal: Proposal) -> str:
    """Say how much a proposition is supported, or the group that it leads."""
    if proposal.people_count is not None:
        return people(proposal.people_count)
    return supports(proposal.supports_count)


def supported(proposal: Proposal) -> str:
    """Tell somebody what they support."""
    if proposal.leads or proposal.lead_id is not None:
        return str(_("Vous soutenez ce groupe de propositions."))
    return str(_("Vous soutenez cette proposition."))


def thanks(proposal: Proposal) -> str:
    """Say to somebody what they support from now on."""
    return str(gettext("%(supported)s Merci.", supported=supported(proposal)))


def comments(count: int) -> str:
    if not count:
        return str(_("0 commentaire"))
    return str(ngettext("%(num)d commentaire", "%(num)d commentaires", count))


def supports_closed(proposal: Proposal, at: datetime) -> str:
    """Say why nobody can support this now, and what comes next; nothing while they can."""
    if proposal.is_withdrawn or proposal.is_hidden:
        return str(_("Les soutiens sont fermés."))
    consultation = proposal.consultation
    opening = consultation.allows(Action.SUPPORT, at)
    if opening:
        return ""
    said = closed_sentence(opening, consultation.contract.answers_by)
    return str(gettext("Les soutiens sont fermés. %(why)s", why=said))
