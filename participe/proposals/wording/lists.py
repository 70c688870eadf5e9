"""How lists of propositions are said: what they are filtered and ranged by, how many they hold."""

from flask_babel import LazyString, format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _

from participe.proposals.models import Proposal
from participe.proposals.queries.filters import Order, State
from participe.proposals.queries.listing import COUNTED, Listing
from participe.proposals.wording.standing import supports

STATES: dict[State, LazyString] = {
    State.AWAITED: _("Attend une réponse"),
    State.LATE: _("Réponse en retard"),
    State.ANSWERED: _("La commune a répondu"),
    State.ACCEPTED: _("Acceptée"),
    State.PARTLY: _("Acceptée en partie"),
    State.REFUSED: _("Refusée"),
    State.STUDIED: _("À l’étude"),
    State.NOT_OURS: _("Pas de la compétence de la commune"),
}

ORDERS: dict[Order, LazyString] = {
    Order.OF_THE_DAY: _("Au hasard, le même toute la journée"),
    Order.ANSWERED: _("Les dernières réponses d’abord"),
    Order.LAST_ADDED: _("Les plus récentes d’abord"),
}


def heading(listing: Listing) -> str:
    """Say how many propositions a list has; it counts no further than COUNTED."""
    if listing.total > COUNTED:
        number = format_decimal(COUNTED)
        return str(gettext("Plus de %(number)s propositions", number=number))
    if not listing.total:
        return str(_("Aucune proposition"))
    return str(ngettext("%(num)s proposition", "%(num)s propositions", listing.total))


def told_of(proposal: Proposal) -> str:
    """Sum a proposition up for those who choose among several."""
    return f"{supports(proposal.supports_count)}. {proposal.excerpt}".strip()
