"""Keeping in an account what one did in a session before having one."""

from datetime import datetime

from participe.accounts.events import PersonClaimed
from participe.accounts.models import Account
from participe.accounts.services import signing_in
from participe.assistance import policies
from participe.assistance.errors import (
    ClaimedAlready,
    ClaimedByOthers,
    ClaimedByStaff,
    GroupsStay,
    WrongCode,
)
from participe.assistance.events import ReceiptClaimed
from participe.assistance.models.people import Participant
from participe.assistance.queries import claimed, codes
from participe.assistance.queries import receipts as queries
from participe.assistance.services import holding, receipts
from participe.contributions import services as contributions
from participe.extensions import db
from participe.kernel import events


def claim(participant: Participant, account: Account, *, at: datetime) -> None:
    """Make all that somebody did in a session their account's; asked twice, it is done once.

    How each thing reached us and who typed it stay as they were. A support that both gave
    counts once (invariant 3). The code dies, and the row of the participant stays as the record.
    Raises ClaimedAlready, GroupsStay, ClaimedByOthers for who runs the session, and
    ClaimedByStaff for who had its code replaced.
    """
    assert account.commune_id == participant.commune_id, "ask the policy first"  # noqa: S101
    queries.lock(participant)
    if participant.claimed_at is not None:
        if participant.claimed_by_id != account.id:
            raise ClaimedAlready
        return
    _ensure_claimable(participant, account)
    holding.hold_all(participant)
    contributions.hand_over(participant, account)
    events.publish(PersonClaimed(participant, account, at))
    participant.claimed_at = at
    participant.claimed_by_id = account.id
    receipts.kill(participant)
    signing_in.end_sessions_of(participant.id, at=at)
    db.session.flush()
    events.publish(ReceiptClaimed(participant, account, at))


def forget_names(account: Account, *, at: datetime) -> None:
    """Erase, with an account, the names for an hour of whoever took what they did into it."""
    for participant in claimed.taken_by(account):
        participant.display_name, participant.erased_at = "", at
    db.session.flush()


def _ensure_claimable(participant: Participant, account: Account) -> None:
    if participant.is_erased or not participant.code_hash:
        raise WrongCode
    if policies.may_run(account, participant.session) or _helped(account, participant):
        raise ClaimedByOthers
    if codes.were_handled_by(participant, account):
        raise ClaimedByStaff
    if participant.is_group:
        raise GroupsStay


def _helped(account: Account, participant: Participant) -> bool:
    """Tell whether this account ran the session or added the person, whatever its role is now."""
    added_by = {consent.recorded_by_id for consent in participant.consents}
    return account.id in {participant.session.facilitator_id, *added_by}
