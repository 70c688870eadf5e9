"""What somebody does with the code of their receipt: take one thing back, or all of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from participe.accounts.services import owning
from participe.assistance.errors import TextGone
from participe.assistance.models.people import Participant
from participe.assistance.queries import receipts as queries
from participe.assistance.services import holding, receipts
from participe.consultations import services as consultations
from participe.consultations.models import Consultation
from participe.consultations.phases import Action
from participe.contributions.models import Contribution
from participe.discussions import services as discussions
from participe.discussions.errors import AnsweredAlready
from participe.discussions.models import Comment
from participe.extensions import db
from participe.proposals.models import Amendment, Proposal
from participe.proposals.services import amending, editing
from participe.texts.models import Remark
from participe.texts.services import remarking

Withdrawal = Callable[[Any, str, datetime], None]

# How each kind of what can be written in a session is taken back.
WITHDRAWALS: dict[type[Contribution], Withdrawal] = {
    Proposal: lambda it, reason, at: editing.withdraw(it, reason=reason, at=at),
    Remark: lambda it, reason, at: remarking.withdraw(it, reason=reason, at=at),
    Comment: lambda it, _reason, at: discussions.withdraw(it, at=at),
    Amendment: lambda it, _reason, at: amending.withdraw(it, at=at),
}


def withdraw(contribution: Contribution, *, reason: str, at: datetime) -> None:
    """Take one text back; its page stays, and says why in the author's words or in ours."""
    WITHDRAWALS[type(contribution)](contribution, reason or own_wish(), at)


def ensure_correctable(
    contribution: Comment | Remark, consultation: Consultation, at: datetime
) -> None:
    """Raise the Refusal that says why this can no longer be changed, if so."""
    if isinstance(contribution, Remark):
        remarking.ensure_correctable(contribution)
        return
    consultations.ensure_open(consultation, Action.COMMENT, at)
    if contribution.is_withdrawn or contribution.is_hidden:
        raise TextGone
    if not contribution.is_editable(at):
        raise AnsweredAlready


def correct(
    contribution: Comment | Remark,
    *,
    consultation: Consultation,
    body: str,
    based_on: int,
    at: datetime,
) -> bool:
    """Change the words of a comment or a remark, its past kept; tell whether anything changed."""
    if isinstance(contribution, Remark):
        return remarking.correct(contribution, body=body, based_on=based_on, at=at)
    return discussions.edit(
        contribution, consultation=consultation, body=body, based_on=based_on, at=at
    )


def withdraw_all(participant: Participant, *, at: datetime) -> None:
    """Take back every text and support of somebody, their name and their accord.

    What was hidden stays hidden. Supports go where supports can still be given; elsewhere the
    result stands, of a person without a name, as for an account that is erased. Asked twice, it is
    done once; what an account holds since is that account's.
    """
    queries.lock(participant)
    if participant.is_erased or participant.claimed_at is not None:
        return  # by another request, while this one waited
    holding.hold_all(participant)
    for contribution in queries.written_by(participant):
        if _can_be_withdrawn(contribution):
            withdraw(contribution, reason="", at=at)
    for consent in participant.consents:
        consent.revoked_at = consent.revoked_at or at
    receipts.kill(participant)
    owning.erase(participant, at=at)
    db.session.flush()


def own_wish() -> str:
    """Say in public why a text is no longer there, when its author did not."""
    return str(_("La personne qui a écrit ce texte l’a retiré."))


def _can_be_withdrawn(contribution: Contribution) -> bool:
    if contribution.is_hidden or contribution.is_withdrawn:
        return False
    return not isinstance(contribution, Amendment) or contribution.is_open
