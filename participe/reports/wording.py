"""How a bilan is said: where it stands, how late it is, its numbers and their lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString, format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _

from participe.accounts.wording import CHANNELS
from participe.consultations.models import Consultation
from participe.consultations.wording.days import day
from participe.kernel.html import TextFormat, excerpt
from participe.reports import schedule
from participe.reports.figures import LEAST, Cell, Figures, Kind
from participe.reports.models import OutcomeReport, Stage
from participe.texts import wording as texts

SENTENCE_MAX = 240  # letters of the first sentence, where it stands alone

STAGES: dict[Stage, tuple[str, LazyString, str]] = {
    Stage.DRAFT: ("◔", _("En préparation"), "soon"),
    Stage.WAITING: ("◔", _("Attend l’accord de la direction générale"), "soon"),
    Stage.APPROVED: ("●", _("Approuvé, pas encore publié"), "open"),
    Stage.PUBLISHED: ("✓", _("Publié"), "kept"),
}

KINDS: dict[str, LazyString] = {
    Kind.PROPOSAL: _("Propositions"),
    Kind.SUPPORT: _("Soutiens à une proposition"),
    Kind.COMMENT: _("Commentaires"),
    Kind.REMARK: _("Avis sur un texte"),
    Kind.REWORDING: _("Autres phrases proposées"),
    Kind.REMARK_SUPPORT: _("Soutiens à un avis"),
    Kind.AMENDMENT: _("Reformulations d’une proposition"),
}

VERDICTS = texts.VERDICTS

FIRST_SENTENCE = re.compile(r".+?[.!?…](?=\s|$)")


@dataclass(frozen=True)
class Line:
    """A line of a table: how it is called, and its number."""

    name: str
    number: str
    people: str = ""  # how many, where that is told beside what they did


def lateness(consultation: Consultation, at: datetime) -> str:
    """Say that a bilan was promised and is late; an empty text when it is not."""
    days, promised = schedule.days_late(consultation, at), schedule.promised_on(consultation)
    if not days or promised is None:
        return ""
    late = ngettext(
        "Il a %(days)s jour de retard.", "Il a %(days)s jours de retard.", days, days=number(days)
    )
    return str(
        gettext("Le bilan était promis pour le %(day)s. %(late)s", day=day(promised), late=late)
    )


def lateness_of(report: OutcomeReport) -> str:
    """Say of a public bilan by how many days it came late (R5); an empty text when it did not."""
    if report.published_at is None:
        return ""
    days = schedule.days_late(report.consultation, report.published_at)
    if not days:
        return ""
    words = ngettext(
        "avec %(days)s jour de retard", "avec %(days)s jours de retard", days, days=number(days)
    )
    return str(words)


def first_sentence(report: OutcomeReport) -> str:
    """Return the first sentence of the summary, as text without markup."""
    return sentence(report.summary, TextFormat.MARKDOWN)


def sentence(text: str, text_format: TextFormat) -> str:
    """Return the first sentence of a text on one line, without markup."""
    beginning = excerpt(text, text_format, SENTENCE_MAX)
    found = FIRST_SENTENCE.match(beginning)
    return found.group() if found else beginning


def number(count: int | None) -> str:
    """Write a number as it may be published."""
    if count is None:
        return str(gettext("moins de %(least)d", least=LEAST))
    return str(format_decimal(count))


def people(figures: Figures) -> str:
    """Say in a sentence how many people took part."""
    if figures.people == 0:
        return str(_("Personne n’a participé."))
    if figures.people is None:
        return str(gettext("Moins de %(least)d personnes ont participé.", least=LEAST))
    return str(
        ngettext(
            "%(number)s personne a participé.",
            "%(number)s personnes ont participé.",
            figures.people,
            number=number(figures.people),
        )
    )


def kind_lines(figures: Figures) -> list[Line]:
    return _lines(figures.kinds, KINDS)


def channel_lines(figures: Figures) -> list[Line]:
    """Say what was done by each channel and, of bilans that tell it, by how many people."""
    people = {cell.names: number(cell.number) for cell in figures.people_by_channel}
    return [
        Line(_name(cell, CHANNELS), number(cell.number), people.get(cell.names, ""))
        for cell in figures.channels
    ]


def locality_lines(figures: Figures) -> list[Line]:
    return _lines(figures.localities, {"": _("Sans lieu précis")})


def _lines(cells: Sequence[Cell], names: dict[str, LazyString]) -> list[Line]:
    return [Line(_name(cell, names), number(cell.number)) for cell in cells]


def _name(cell: Cell, names: dict[str, LazyString]) -> str:
    together = ", ".join(str(names.get(name, name)) for name in cell.names)
    together = together[:1].upper() + together[1:]
    if not cell.is_merged:
        return together
    return str(gettext("%(names)s (regroupés)", names=together))
