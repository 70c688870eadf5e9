"""Who may do what with a text under discussion: no question is asked of the database."""

from participe.accounts.models import Whoever
from participe.consultations.models import Consultation
from participe.contributions import policies as contributions
from participe.texts.models import Remark


def may_draft(who: Whoever, consultation: Consultation) -> bool:
    """Tell whether texts and their next versions are this person's to write."""
    return who.is_staff and who.commune_id == consultation.commune_id


def may_remark(who: Whoever, consultation: Consultation) -> bool:
    """Tell whether this person may speak and support here; when is the phases' to say."""
    return who.is_authenticated and who.commune_id == consultation.commune_id


def may_withdraw(who: Whoever, remark: Remark) -> bool:
    return contributions.is_author(who, remark) and not remark.is_withdrawn


def may_read_words(who: Whoever, remark: Remark) -> bool:
    """Tell whether the words are shown: of what was withdrawn, to its author and staff."""
    works_here = who.is_staff and who.commune_id == remark.commune_id
    is_close = works_here or contributions.is_author(who, remark)
    return contributions.may_see(who, remark) and (not remark.is_withdrawn or is_close)


def is_decided(remark: Remark) -> bool:
    """Tell whether what became of a remark is public."""
    return remark.decision is not None and remark.decision.version.is_published
