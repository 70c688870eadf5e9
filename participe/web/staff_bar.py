"""The second bar, for those who work for the commune: where their work is, and how much waits."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import g, request, url_for
from flask_babel import gettext as _

from participe.accounts.models import Account, Whoever
from participe.answers import queries as answers
from participe.assistance.queries import sessions
from participe.commitments.queries import listing as commitments
from participe.communes.models import Commune
from participe.kernel import clock
from participe.moderation.queries import cases as moderation
from participe.reports.queries import finding as reports


@dataclass(frozen=True)
class Entry:
    """A link of the bar, and how many things wait there; it may lead to pages under its own."""

    label: str
    url: str
    count: int = 0
    has_pages: bool = True

    @property
    def current(self) -> bool:
        below = self.has_pages and request.path.startswith(f"{self.url}/")
        return below or request.path == self.url


def entries(person: Whoever, commune: Commune | None) -> list[Entry]:
    """Return the bar of this person in this commune; residents have none.

    It is counted once in a request, which may render many letters.
    """
    if commune is None or not (person.is_of_the_house or person.is_facilitator):
        return []
    if "staff_bar" not in g:
        g.staff_bar = list(_entries(person, commune))
    bar: list[Entry] = g.staff_bar
    return bar


def _entries(person: Whoever, commune: Commune) -> Iterator[Entry]:
    if person.is_staff:
        yield from _of_staff(commune)
    if isinstance(person, Account) and person.is_official:
        mine = answers.count_pressing(person, clock.now())
        yield Entry(_("Mes réponses"), url_for("answers.mine"), mine)
        if not person.is_staff:
            yield _commitments(commune)
    if person.is_facilitator:
        assert isinstance(person, Account)  # noqa: S101 -- a visitor holds no role
        today = sessions.count_of_the_day(commune, clock.now(), run_by=person)
        yield Entry(_("Mes séances"), url_for("assistance.index"), today)
    if person.is_director:
        yield Entry(_("Bilans"), url_for("reports.desk"), reports.count_waiting(commune))
        yield Entry(_("Journal des séances"), url_for("assistance.journal"))


def _of_staff(commune: Commune) -> Iterator[Entry]:
    yield Entry(_("Aujourd’hui"), url_for("web.day"), has_pages=False)
    waiting = moderation.count_waiting(commune)
    yield Entry(_("À modérer"), url_for("moderation.queue"), waiting)
    yield Entry(_("Réponses"), url_for("answers.desk"), answers.count_due(commune))
    yield _commitments(commune)
    yield Entry(_("Consultations"), url_for("consultations.desk"))
    today = sessions.count_of_the_day(commune, clock.now())
    yield Entry(_("Séances"), url_for("assistance.overview"), today)
    yield Entry(_("Personnes"), url_for("accounts.people"))
    yield Entry(_("Réglages"), url_for("settings.index"))


def _commitments(commune: Commune) -> Entry:
    pressing = commitments.count_pressing(commune, clock.now())
    return Entry(_("Engagements"), url_for("commitments.desk"), pressing)
