"""By when a bilan is promised, and how late it is: functions of what its consultation says."""

from datetime import date, datetime

from participe.consultations.models import Consultation
from participe.consultations.phases import PhaseKind
from participe.kernel.clock import day_of, last_day_before


def promised_on(consultation: Consultation) -> date | None:
    """Return the last day on which a bilan is on time.

    The contract says by when the commune answers. When a later phase « Le bilan » is announced
    on the same page, its last day is the promise: a page never says two dates for one thing.
    """
    promised = consultation.contract.answers_by
    if promised is None or not consultation.is_published:
        return None
    announced = (
        last_day_before(phase.closes_at)
        for phase in consultation.phases
        if phase.kind is PhaseKind.REPORT
    )
    return max((promised, *announced))


def days_late(consultation: Consultation, at: datetime) -> int:
    """Return by how many days the bilan is late: 0 while it is not, or nothing was promised."""
    promised = promised_on(consultation)
    return max(0, (day_of(at) - promised).days) if promised else 0
