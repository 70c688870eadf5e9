"""What is done in moderation: report, keep, hide, undo."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, update

from participe.accounts.models import Account
from participe.communes.models import Commune
from participe.communes.services import next_number
from participe.contributions import services as contributions
from participe.contributions.models import Contribution
from participe.extensions import db
from participe.kernel import events
from participe.kernel.limits import Limit
from participe.moderation.errors import AlreadyDecided, DecidedSince, TooLateToUndo
from participe.moderation.events import DecisionMade, DecisionUndone, NoticeReceived
from participe.moderation.models import Ground, Measure, ModerationDecision, Notice
from participe.moderation.queries import decisions as queries
from participe.moderation.queries import finding, notices

NOTICES = Limit("notices", 20, timedelta(hours=1))  # of one person, or one browser
# Visitors are told apart by nothing that they could not throw away: what they send of one
# text is counted too, whoever they are. By then that text has long been in the queue.
NOTICES_OF_TEXT = Limit("notices of one text", 50, timedelta(hours=1))

KEPT_FOR = timedelta(days=3 * 365)  # the page on privacy says three years


@dataclass(frozen=True)
class Reasons:
    """Why a text is hidden: the ground, the sentence everyone reads, a word to the author alone."""

    ground: Ground
    sentence: str
    message: str = ""


def report(
    contribution: Contribution,
    *,
    ground: Ground,
    words: str,
    notifier: Account | None,
    email: str = "",
    at: datetime,
) -> Notice:
    """Take a notice and give it its number (DSA art. 16); a notice never hides by itself (M-10).

    The same person who reports the same text again, before it was decided, gets the same notice.
    """
    finding.lock([contribution])
    earlier = notices.same_notice(contribution, notifier, email)
    if earlier:
        return earlier
    notice = Notice(
        commune_id=contribution.commune_id,
        number=next_number(contribution.commune_id, Commune.last_notice_number),
        contribution_id=contribution.id,
        ground=ground,
        words=words,
        notifier_id=notifier.id if notifier else None,
        notifier_email="" if notifier else email,
        received_at=at,
    )
    db.session.add(notice)
    db.session.flush()
    events.publish(NoticeReceived(notice))
    return notice


def keep(contribution: Contribution, *, by: Account, seen: int, at: datetime) -> ModerationDecision:
    """Leave a reported text as it is, and close its notices."""
    return _decide(contribution, Measure.KEEP, None, by=by, seen=seen, at=at)


def hide(
    contribution: Contribution, reasons: Reasons, *, by: Account, seen: int, at: datetime
) -> ModerationDecision:
    """Take a text out of sight with its reasons, whether it was reported or not (DSA art. 17).

    `seen` is the last decision that the page showed, 0 if none: when somebody decided since,
    raises AlreadyDecided and changes nothing.
    """
    return _decide(contribution, Measure.HIDE, reasons, by=by, seen=seen, at=at)


def hide_all(
    cases: Sequence[tuple[Contribution, int]], reasons: Reasons, *, by: Account, at: datetime
) -> Sequence[ModerationDecision]:
    """Hide several texts at once, each with the last decision that was seen of it.

    Those that somebody decided on meanwhile are left as they are, and out of what is returned.
    """
    finding.lock([contribution for contribution, _seen in cases])
    decisions = []
    for contribution, seen in cases:
        with suppress(AlreadyDecided):
            decisions.append(hide(contribution, reasons, by=by, seen=seen, at=at))
    return decisions


def undo(decisions: Sequence[ModerationDecision], *, at: datetime) -> None:
    """Take decisions back within ten minutes: the texts and their notices are as they were before.

    Raises TooLateToUndo or DecidedSince; the caller then keeps nothing of what was undone.
    """
    if not decisions:
        raise TooLateToUndo
    finding.lock([decision.contribution for decision in decisions])
    for decision in decisions:
        _undo(decision, at)


def forget(at: datetime) -> None:
    """Remove decided notices, and decisions, that are older than the page on privacy promises.

    The reason that everyone reads stays with the hidden text.
    """
    limit = at - KEPT_FOR
    db.session.execute(
        delete(Notice).where(Notice.received_at < limit, Notice.decision_id.is_not(None))
    )
    still_named = exists().where(Notice.decision_id == ModerationDecision.id)
    db.session.execute(
        delete(ModerationDecision).where(ModerationDecision.decided_at < limit, ~still_named)
    )


def forget_address(person: Account) -> None:
    """Remove the address of somebody who is erased from what they reported without signing in."""
    db.session.execute(
        update(Notice)
        .where(Notice.commune_id == person.commune_id, Notice.notifier_email == person.email)
        .values(notifier_email="")
    )


def _undo(decision: ModerationDecision, at: datetime) -> None:
    newest = queries.last_decision(decision.contribution)
    if newest is None or newest.id != decision.id:
        raise DecidedSince
    if not newest.is_undoable(at):
        raise TooLateToUndo
    for notice in notices.notices_of(decision):
        notice.decision_id = None
    decision.undone_at = at
    if decision.measure is Measure.HIDE:
        contributions.restore(decision.contribution, at=at)
    db.session.flush()
    events.publish(DecisionUndone(decision))


def _decide(
    contribution: Contribution,
    measure: Measure,
    reasons: Reasons | None,
    *,
    by: Account,
    seen: int,
    at: datetime,
) -> ModerationDecision:
    """Decide once: the lock makes a colleague at the same moment wait, and then see it decided."""
    finding.lock([contribution])
    last = queries.last_decision(contribution)
    if contribution.is_hidden or (last.id if last else 0) != seen:
        raise AlreadyDecided
    waiting = notices.open_notices(contribution)
    if measure is Measure.KEEP and not waiting:
        raise AlreadyDecided
    decision = ModerationDecision(
        commune_id=contribution.commune_id,
        contribution_id=contribution.id,
        measure=measure,
        ground=reasons.ground if reasons else None,
        reason=reasons.sentence if reasons else "",
        message=reasons.message if reasons else "",
        decided_by_id=by.id,
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    for notice in waiting:
        notice.decision_id = decision.id
    if reasons:
        contributions.hide(contribution, reason=reasons.sentence, at=at)
    db.session.flush()
    events.publish(DecisionMade(decision))
    return decision
