"""Handing the remarks and supports of somebody without an account over to the account they made."""

from datetime import datetime

from sqlalchemy import delete

from participe.accounts.models import Account
from participe.contributions import services as contributions
from participe.extensions import db
from participe.texts import wording as words
from participe.texts.models import RemarkSupport
from participe.texts.queries import owned, remarks
from participe.texts.services.supporting import add_to_counter


def hand_over(person: Account, account: Account, *, at: datetime) -> None:
    """Move the supports, each counted once; of two positions on a passage the newer stays.

    The remarks themselves are the account's already.
    """
    _move_supports(person, account)
    _keep_newest_positions(account, at)


def _move_supports(person: Account, account: Account) -> None:
    """Move them under the locks of their remarks: the account gives none meanwhile."""
    moved = owned.all_supports_of(person)
    already = {given.remark_id for given in owned.supports_of(account, limit=None)}
    for given in moved:
        if given.remark_id in already:
            db.session.execute(delete(RemarkSupport).where(RemarkSupport.id == given.id))
            add_to_counter(given.remark, -1)
            db.session.expire(given.remark, ["supports_count"])
            continue
        given.person_id = account.id
        if given.acted_by_id == person.id:
            given.acted_by_id = account.id
    db.session.flush()


def _keep_newest_positions(account: Account, at: datetime) -> None:
    """Take back what the same person said before of a passage: one has one position on it."""
    passages = {remark.passage_id: remark.passage for remark in owned.written_by(account, None)}
    for passage in passages.values():
        positions = remarks.positions_of(account, passage)
        newest = max(positions, key=lambda remark: remark.published_at, default=None)
        for former in positions:
            if former is not newest:
                contributions.withdraw(former, reason=words.replaced(), at=at)
