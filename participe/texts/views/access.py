"""Finding the text, the passage or the remark that an address names, for those who may see it."""

from flask import abort

from participe.accounts.session import current_person
from participe.communes.tenancy import current_commune
from participe.contributions import policies as contributions
from participe.kernel.authorization import Hidden, require
from participe.texts import policies
from participe.texts.models import DiscussedText, Passage, Remark, TextVersion
from participe.texts.queries import finding, remarks
from participe.texts.views.blueprint import find_consultation


def find_text(slug: str, number: int) -> DiscussedText:
    """Return a text of a consultation that exists for this person."""
    return finding.find(find_consultation(slug), number) or abort(404)


def find_current(text: DiscussedText) -> TextVersion:
    """Return what a text says now: without a public version it does not exist for anyone."""
    return finding.current(text) or abort(404)


def find_passage(text: DiscussedText, number: int) -> Passage:
    return finding.find_passage(text, number) or abort(404)


def find_remark(remark_id: int) -> Remark:
    """Return a remark of this commune; of a hidden one all others read the reason (410)."""
    remark = remarks.find(current_commune(), remark_id) or abort(404)
    ensure_seen(remark)
    return remark


def ensure_seen(remark: Remark) -> None:
    if not contributions.may_see(current_person(), remark):
        raise Hidden(remark.hidden_reason or "")


def find_own(remark_id: int) -> Remark:
    """Return a remark that is this person's to take back."""
    remark = find_remark(remark_id)
    require(policies.may_withdraw(current_person(), remark))
    return remark
