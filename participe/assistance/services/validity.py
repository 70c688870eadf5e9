"""How long the code of a receipt opens something: one rule, in one place (docs/adr/0035).

A complaint about moderation may come six months after the decision (regulation 2022/2065,
art. 20). Codes live a year after the last thing that can be complained about: the session, the
end of the consultation, the day promised for the answers, the last answer or version of a text.
"""

from datetime import date, datetime, timedelta

from participe.assistance.events import CodesForgotten
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import codes as queries
from participe.extensions import db
from participe.kernel import events
from participe.kernel.clock import day_of

CODES_LIVE = timedelta(days=365)


def last_day(session: AssistedSession) -> date:
    """Return the last day on which the codes of a session open something.

    It moves away when the commune answers late; it never comes before a day that was printed.
    """
    consultation = session.consultation
    moments = (session.opened_at, consultation.ends_at(), queries.last_word(consultation))
    days = [day_of(moment) for moment in (session.planned_for, *moments) if moment is not None]
    if consultation.contract is not None and consultation.contract.answers_by is not None:
        days.append(consultation.contract.answers_by)
    printed = queries.last_promised(session)
    return max([max(days) + CODES_LIVE, *([printed] if printed else [])])


def is_over(session: AssistedSession, at: datetime) -> bool:
    return day_of(at) > last_day(session)


def forget_codes(at: datetime) -> None:
    """Remove what is kept of codes that open nothing any more: a chore of the worker.

    What people wrote stays, as it does when an account is never used again.
    """
    over = [one for one in queries.sessions_with_codes(at - CODES_LIVE) if is_over(one, at)]
    forgotten = [(session, queries.forget_in(session)) for session in over]
    for session, codes in forgotten:  # the journal is the last lock, for all of them
        events.publish(CodesForgotten(session, codes, at))
    db.session.expire_all()
