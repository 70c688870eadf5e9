"""What people did in a session and then took into their account: the journal alone still knows.

The contributions and supports themselves are the account's from then on, and nothing in them
leads back to the session; the report of the session counts them all the same.
"""

import json
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from participe.accounts.models import Account
from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.reference import CONTRIBUTIONS, Act
from participe.contributions.models import Contribution
from participe.extensions import db

_COUNTED = {Act.SUPPORTED.value: 1, Act.SUPPORT_TAKEN_BACK.value: -1}


def written_in(session: AssistedSession) -> list[tuple[int, str]]:
    """Return who wrote each text and its kind; what was withdrawn since is counted no more."""
    authors = {
        json.loads(line.facts)["on"]: line.participant_id
        for line in _lines(session, [act.value for act in CONTRIBUTIONS])
        if line.participant_id is not None
    }
    rows = db.session.execute(
        select(Contribution.id, Contribution.kind).where(
            Contribution.id.in_(authors), Contribution.withdrawn_at.is_(None)
        )
    )
    return [(authors[contribution_id], kind) for contribution_id, kind in rows]


def taken_by(account: Account) -> Sequence[Participant]:
    """Return as whom somebody came to sessions before they took that into their account."""
    session = joinedload(Participant.session)
    return db.session.scalars(
        select(Participant)
        .where(Participant.claimed_by_id == account.id)
        .options(
            session.joinedload(AssistedSession.consultation),
            session.joinedload(AssistedSession.space),
            selectinload(Participant.consents),
        )
        .order_by(Participant.id)
    ).all()


def supports_in(session: AssistedSession) -> Counter[int]:
    """Return how many supports each person gave, less those they took back, by their id."""
    given = Counter[int]()
    for line in _lines(session, list(_COUNTED)):
        if line.participant_id is not None:
            given[line.participant_id] += _COUNTED[line.act]
    return given


def _lines(session: AssistedSession, acts: Sequence[str]) -> Sequence[JournalEntry]:
    claimed = select(Participant.id).where(
        Participant.session_id == session.id, Participant.claimed_at.is_not(None)
    )
    return db.session.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.session_id == session.id,
            JournalEntry.participant_id.in_(claimed),
            JournalEntry.act.in_(acts),
        )
        .order_by(JournalEntry.number)
    ).all()
