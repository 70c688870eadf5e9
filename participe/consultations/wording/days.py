"""How days and closing instants are said."""

from datetime import date, datetime

from flask_babel import format_datetime, gettext

from participe.kernel import clock, french


def day(moment: datetime | date) -> str:
    """Write a day, with its year unless it is this one: “21 mars”, “1er mai 2031”."""
    on = clock.day_of(moment) if isinstance(moment, datetime) else moment
    return french.day(on, with_year=on.year != clock.day_of(clock.now()).year)


def last_moment(closes_at: datetime) -> str:
    """Write a closing instant: “21 mars à minuit”, or with its hour when it is within a day."""
    if closes_at == clock.start_of(clock.day_of(closes_at)):
        return str(gettext("%(day)s à minuit", day=day(clock.last_day_before(closes_at))))
    hour = format_datetime(closes_at, "H\u00a0'h'\u00a0mm")
    return str(gettext("%(day)s à %(hour)s", day=day(closes_at), hour=hour))
