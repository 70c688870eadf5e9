"""What a bilan still lacks before it is published (invariant 1), in sentences; never stored."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from participe.answers.queries import waiting
from participe.consultations.models import Consultation
from participe.consultations.wording.days import day
from participe.kernel.clock import last_day_before
from participe.reports.models import OutcomeReport
from participe.texts.queries import deciding


class Item(StrEnum):
    """One of the things to do before publishing."""

    CONTRIBUTIONS = "contributions"
    ANSWERS = "answers"
    REMARKS = "remarks"
    SUMMARY = "summary"
    APPROVAL = "approval"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS: dict[Item, LazyString] = {
    Item.CONTRIBUTIONS: _("La participation est finie"),
    Item.ANSWERS: _("Une réponse à chaque proposition assez soutenue"),
    Item.REMARKS: _("Une décision pour chaque avis sur un texte"),
    Item.SUMMARY: _("Le résumé en langage clair"),
    Item.APPROVAL: _("L’accord de la direction générale"),
}


@dataclass(frozen=True)
class Standing:
    """What is known of a consultation when one asks whether its bilan may be published."""

    closes_at: datetime | None
    unanswered: int
    undecided: int


def standing(consultation: Consultation) -> Standing:
    """Look at what people wrote and at what became of it."""
    return Standing(
        closes_at=consultation.closes_at(),
        unanswered=waiting.unanswered(consultation),
        undecided=deciding.undecided(consultation),
    )


def missing(report: OutcomeReport | None, known: Standing, at: datetime) -> dict[Item, str]:
    """Say of each item what it lacks; an empty sentence where it lacks nothing."""
    return {
        Item.CONTRIBUTIONS: _still_open(known.closes_at, at),
        Item.ANSWERS: _unanswered(known.unanswered),
        Item.REMARKS: _undecided(known.undecided),
        Item.SUMMARY: "" if report and report.summary else str(_("Écrivez le résumé.")),
        Item.APPROVAL: _approval(report),
    }


def _still_open(closes_at: datetime | None, at: datetime) -> str:
    if closes_at is None or closes_at <= at:
        return ""
    last = day(last_day_before(closes_at))
    return str(gettext("On peut encore participer, jusqu’au %(day)s.", day=last))


def _unanswered(number: int) -> str:
    if not number:
        return ""
    return str(
        ngettext(
            "%(num)d proposition attend encore sa réponse. Répondez-lui.",
            "%(num)d propositions attendent encore leur réponse. Répondez-leur.",
            number,
        )
    )


def _undecided(number: int) -> str:
    if not number:
        return ""
    return str(
        ngettext(
            "%(num)d avis attend encore une décision publiée. Décidez ce qu’il devient.",
            "%(num)d avis attendent encore une décision publiée. Décidez ce qu’ils deviennent.",
            number,
        )
    )


def _approval(report: OutcomeReport | None) -> str:
    if report is None or report.submitted_at is None:
        return str(_("Envoyez le bilan à la direction générale."))
    if report.approved_at is None:
        return str(_("La direction générale doit encore donner son accord."))
    return ""
