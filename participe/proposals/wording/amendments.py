"""How suggested wordings are said: what they change, whose they are, what became of them."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from participe.proposals.models import Amendment
from participe.proposals.wording.standing import Sign
from participe.proposals.wording.versions import Change, change, texts


def suggested(amendment: Amendment) -> Change:
    """Say what a suggestion changes in the text that its author was reading."""
    read = texts(amendment.proposal)[amendment.based_on - 1]
    return change(read, (amendment.title, amendment.body))


def decision(amendment: Amendment) -> Sign:
    """Say in a few words what became of a suggested wording."""
    if amendment.is_hidden:
        return Sign("✕", str(_("Masquée")), "refused")
    if amendment.is_withdrawn:
        return Sign("✕", str(_("Retirée")))
    if amendment.is_accepted:
        return Sign("✓", str(_("Acceptée")), "kept")
    if amendment.is_declined:
        return Sign("✕", str(_("Pas acceptée")), "refused")
    return Sign("◔", str(_("Attend une réponse")), "soon")


def credit(name: str) -> str:
    """Say whose wording a version is; who is erased has no name."""
    if not name:
        return str(_("Phrase proposée par une personne qui a retiré son nom"))
    return str(gettext("Phrase proposée par %(name)s", name=name))
