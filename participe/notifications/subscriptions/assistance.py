"""Letters about assisted sessions: what one came to; the sheet of the month, ready for the wall."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import Flask
from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from participe.accounts import queries as accounts
from participe.accounts.models import Role
from participe.assistance.events import SessionClosed
from participe.assistance.queries import month_sheet as sheets
from participe.assistance.queries import people
from participe.assistance.wording import sessions as words
from participe.assistance.wording.people import WAYS
from participe.commitments.wording import month as in_words
from participe.communes import queries as communes
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.chores import CHORES
from participe.kernel.events import subscribe
from participe.kernel.months import Month
from participe.notifications.models import LetterKind, Reader
from participe.notifications.queries import letters as queries
from participe.notifications.services.writing import Subject, in_waking_hours, write
from participe.notifications.subscriptions.readers import to

HOUR = 8  # in Brussels, on the first of the month
TOLD_WITHIN = timedelta(days=7)  # a worker that slept for longer tells nothing of that month


def register(app: Flask) -> None:
    """Listen to what the other packages tell, and to time."""
    subscribe(app, SessionClosed, sum_up)
    CHORES.add(app, tell_of_the_sheet)


def sum_up(event: SessionClosed) -> None:
    """Bring the facilitator the figures and questions of their session: no name, no code."""
    session = event.session
    if session.is_practice:
        return
    figures = people.figures(session)
    subject = Subject(
        LetterKind.SESSION_SUMMARY,
        event=f"session-summary:{session.id}",
        commune=session.commune,
        at=event.at,
        not_before=in_waking_hours(event.at),
        values={
            "session": session,
            "by_itself": event.by is None,
            "figures": figures,
            "kinds": words.kinds(figures.by_kind),
            "lasted": words.lasted(session, event.at),
            "words": words,
            "ways": WAYS,
        },
    )
    write(subject, to(session.facilitator, _("parce que vous avez animé cette séance")))


def tell_of_the_sheet(at: datetime) -> None:
    """Tell once, on the first of the month, that the last month can be put up; if it has news."""
    this_month = Month.of(at)
    morning = clock.at_hour(this_month.first_day, HOUR)
    if not morning <= at < morning + TOLD_WITHIN:
        return
    for commune in communes.opened():
        if sheets.exists(commune, this_month.previous, at):
            _tell(commune, this_month.previous, at)


def _tell(commune: Commune, month: Month, at: datetime) -> None:
    event = f"month-sheet:{commune.id}:{month}"
    if queries.was_told(event) or not sheets.read(commune, month, at).is_worth_a_letter:
        return
    subject = Subject(
        LetterKind.MONTH_SHEET,
        event=event,
        commune=commune,
        at=at,
        not_before=in_waking_hours(at),
        values={"month": month, "name": in_words(month.first_day)},
    )
    try:
        with db.session.begin_nested():
            write(subject, _who_puts_it_up(commune))
    except IntegrityError:  # another worker is just writing it
        return


def _who_puts_it_up(commune: Commune) -> Iterable[Reader]:
    """Return the staff, for the notice board, and the facilitators, for the walls of the EPN."""
    for role, reason in (
        (Role.STAFF, _("parce que vous êtes de l’équipe")),
        (Role.FACILITATOR, _("parce que vous animez des séances")),
    ):
        for who in accounts.holders(commune, role):
            yield from to(who, reason)
