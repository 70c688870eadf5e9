"""How much is written and supported in an hour, by session and by place [A-12].

Never by network address: an EPN shares one. Each person has the limits of everybody besides.
"""

from datetime import datetime, timedelta

from participe.assistance.models.people import Participant
from participe.extensions import db
from participe.kernel import limits
from participe.kernel.limits import Limit

AN_HOUR = timedelta(hours=1)
# Fifteen people who each support twenty propositions, and write ten times.
SUPPORTS_IN_SESSION = Limit("supports in a session", 300, AN_HOUR)
SUPPORTS_IN_SPACE = Limit("supports in a space", 600, AN_HOUR)
WORDS_IN_SESSION = Limit("texts sent in a session", 150, AN_HOUR)
WORDS_IN_SPACE = Limit("texts sent in a space", 300, AN_HOUR)


def spend(participant: Participant, *, is_support: bool, at: datetime) -> None:
    """Count one act of a person in their session and its place, or raise TooOften.

    A practice counts for itself: it takes nothing of what real people may do there.
    """
    session = participant.session
    of_session, of_space = (
        (SUPPORTS_IN_SESSION, SUPPORTS_IN_SPACE)
        if is_support
        else (WORDS_IN_SESSION, WORDS_IN_SPACE)
    )
    limits.spend(db.session, of_session, session.id, at)
    if not session.is_practice:
        limits.spend(db.session, of_space, session.space_id, at)
