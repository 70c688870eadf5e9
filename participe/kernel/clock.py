"""The only clock of the application, and the civil time in which people read it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """Return the day on which people in Brussels live this instant."""
    return instant.astimezone(BRUSSELS).date()


def start_of(day: date) -> datetime:
    """Return the first instant of a day in Brussels; “until” a day ends where the next starts."""
    return datetime.combine(day, time(), BRUSSELS).astimezone(UTC)


def at_hour(day: date, hour: int) -> datetime:
    """Return the instant at which clocks in Brussels show this hour of this day."""
    return datetime.combine(day, time(hour), BRUSSELS).astimezone(UTC)


def last_day_before(instant: datetime) -> date:
    """Return the last day that is wholly before this closing instant, as people say “until”."""
    return day_of(instant - timedelta(microseconds=1))
