"""How the outcomes of propositions are said."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from participe.proposals.models import Outcome

OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.ACCEPTED: _("Acceptée"),
    Outcome.PARTLY: _("Acceptée en partie"),
    Outcome.REFUSED: _("Refusée, avec une raison"),
    Outcome.STUDIED: _("À l’étude"),
    Outcome.NOT_OURS: _("Ce n’est pas la commune qui décide"),
}

# The sign and the kind that components/status.html gives to an outcome.
SIGNS: dict[Outcome, tuple[str, str]] = {
    Outcome.ACCEPTED: ("✓", "kept"),
    Outcome.PARTLY: ("●", "open"),
    Outcome.REFUSED: ("✕", "refused"),
    Outcome.STUDIED: ("◔", "soon"),
    Outcome.NOT_OURS: ("→", ""),
}
