"""How answers, outcomes and delays are said."""

from datetime import datetime

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _

from participe.answers.models import OfficialResponse, Part
from participe.kernel.clock import day_of
from participe.proposals.models import Proposal

MISSING: dict[Part, LazyString] = {
    Part.WHAT_WE_DO: _("Dites ce que la commune fait."),
    Part.DONE_BY: _("Dites pour quand."),
    Part.WHY_NOT: _("Dites pourquoi pas, ou pourquoi pas tout."),
    Part.WHO_DECIDES: _("Dites qui décide, et si la commune lui a transmis l’idée."),
}


def lateness(proposal: Proposal, at: datetime) -> str:
    """Say by how many days an answer is or was late; an empty text when it is not."""
    days = proposal.days_late(at)
    if not days:
        return ""
    return str(ngettext("en retard de %(num)d jour", "en retard de %(num)d jours", days))


def days_left(proposal: Proposal, at: datetime) -> str:
    """Say how many days the commune still has to answer on time."""
    assert proposal.due_on is not None, "nothing is due"  # noqa: S101
    days = (proposal.due_on - day_of(at)).days
    if days == 0:
        return str(_("aujourd’hui"))
    return str(ngettext("dans %(num)d jour", "dans %(num)d jours", days))


def delay(response: OfficialResponse) -> str:
    """Say in how many days an answer came."""
    return str(ngettext("%(num)d jour", "%(num)d jours", response.days_taken() or 0))
