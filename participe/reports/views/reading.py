"""What a page that shows a bilan is given, whoever reads it and whether it is public or not."""

from typing import Any

from participe.commitments import wording as commitment_words
from participe.commitments.queries import listing as commitments
from participe.consultations.models import Consultation
from participe.kernel import clock
from participe.reports import figures
from participe.reports.figures import Figures
from participe.reports.models import OutcomeReport
from participe.reports.queries import counting, outcomes


def context(consultation: Consultation, report: OutcomeReport | None) -> dict[str, Any]:
    """Give a bilan with its figures, and what became of propositions and remarks."""
    return {
        "consultation": consultation,
        "report": report,
        "figures": _figures(consultation, report),
        "answered": outcomes.answered(consultation),
        "by_outcome": outcomes.count_outcomes(consultation),
        "by_verdict": outcomes.count_verdicts(consultation),
        "texts": outcomes.texts(consultation),
        "commitments": commitments.of_consultation(consultation),
        "commitment_words": commitment_words,
        "now": clock.now(),
    }


def _figures(consultation: Consultation, report: OutcomeReport | None) -> Figures:
    """Return those frozen with the publication; before it, those of this instant."""
    if report is not None and report.figures:
        return figures.load(report.figures)
    return figures.publishable(counting.counts(consultation))
