"""The bilans: one published with its figures, one that waits for the director general."""

from collections.abc import Mapping

from participe.accounts.models import Account
from participe.consultations.models import Consultation
from participe.demo import content
from participe.demo.content import Calendar, Entry
from participe.reports import services
from participe.reports.composing import Content

People = dict[str, Account]

_PARTS = ("summary", "what_was_kept", "what_was_not", "next_steps")


def fill_reports(
    consultations: Mapping[str, Consultation], people: People, calendar: Calendar
) -> None:
    """Write the bilans as far as each has come."""
    for entry in content.read("consultations")["consultations"]:
        if written := entry.get("report"):
            _fill(consultations[entry["key"]], written, people, calendar)


def _fill(consultation: Consultation, entry: Entry, people: People, calendar: Calendar) -> None:
    by, begun = people[entry["by"]], calendar.moment(entry["begun"])
    report = services.begin(consultation, by=by, at=begun)
    written = Content(**{name: entry[name].strip() for name in _PARTS})
    services.save(report, written, based_on=report.revision, by=by, at=begun)
    revision = report.revision
    at = calendar.moment(entry["submitted"])
    services.submit(report, based_on=revision, by=by, at=at)
    if "published" in entry:
        approved, published = (calendar.moment(entry[key]) for key in ("approved", "published"))
        services.approve(report, based_on=revision, by=people["pascale"], at=approved)
        services.publish(report, based_on=revision, by=by, at=published)
