"""How dates, texts and static files are written on a page."""

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path

from flask import Flask, url_for
from flask_babel import format_date, format_datetime, gettext, ngettext
from markupsafe import Markup

from participe.kernel import clock, french
from participe.kernel.html import TextFormat, render


def register(app: Flask) -> None:
    """Give the templates their filters and the addresses of static files."""
    app.jinja_env.filters.update(
        day=day,
        day_time=day_time,
        weekday=weekday,
        until=until,
        iso=iso,
        ago=ago,
        of=french.of,
        rich=rich,
        plain=plain,
    )
    app.jinja_env.globals["static_url"] = static_url


def day(moment: datetime | date) -> str:
    """Write a day as people say it in Brussels: “le 4 mars 2026” without its article."""
    on = clock.day_of(moment) if isinstance(moment, datetime) else moment
    return french.day(on)


def day_time(moment: datetime) -> str:
    """Write an instant with its hour: “4 mars 2026 à 14 h 05”, the hour never cut."""
    hour = format_datetime(moment, "H\u00a0'h'\u00a0mm")
    return str(gettext("%(day)s à %(hour)s", day=day(moment), hour=hour))


def weekday(moment: datetime) -> str:
    """Name the day of the week on which people should come: “mardi”."""
    return str(format_date(clock.day_of(moment), "EEEE"))


def until(moment: datetime) -> str:
    """Write the closing instant of a half-open period as its last whole day."""
    return day(clock.last_day_before(moment))


def iso(moment: datetime | date) -> str:
    """Write what the `datetime` attribute of <time> wants, without fractions of a second."""
    if isinstance(moment, datetime):
        return moment.astimezone(clock.BRUSSELS).isoformat(timespec="seconds")
    return moment.isoformat()


def ago(moment: datetime) -> str:
    """Say how long something waits, in hours alone: so is what the staff promise themselves."""
    hours = int((clock.now() - moment).total_seconds() // 3600)
    if hours < 1:
        return str(gettext("moins d’une heure"))
    words = ngettext("%(hours)s heure", "%(hours)s heures", hours, hours=french.number(hours))
    return str(words)


def rich(source: str) -> Markup:
    """Render Markdown that staff typed into a setting or a summary."""
    return render(source, TextFormat.MARKDOWN)


def plain(source: str) -> Markup:
    """Render plain text: paragraphs and line ends, nothing else."""
    return render(source, TextFormat.PLAIN)


def static_url(name: str) -> str:
    """Return the address of a static file, which changes with its content."""
    return url_for("static", filename=name, v=_fingerprint(name))


@cache
def _fingerprint(name: str) -> str:
    path = Path(__file__).parent.parent / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else "0"
