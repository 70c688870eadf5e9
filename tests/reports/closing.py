"""A consultation whose participation is over, and a bilan at any stage, for tests."""

from typing import Any

from participe.accounts.models import Account
from participe.consultations.models import Consultation
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Outcome, Proposal
from participe.reports import services
from participe.reports.composing import Content
from participe.reports.models import OutcomeReport
from tests.factories import a_consultation, a_director, a_phase, a_proposal, a_staff_member

WORDS = Content(
    summary="La place garde ses arbres. Le parking recule.",
    what_was_kept="- Quatre arbres de plus.",
    what_was_not="- Pas de fontaine : l’eau coûte trop cher.",
    next_steps="Le conseil décide en juin.",
)


def a_closed_consultation(**values: Any) -> Consultation:
    """Make one in which people can do nothing more since yesterday."""
    phases = [
        a_phase(PhaseKind.PROPOSE, opens=-7, closes=-1),
        a_phase(PhaseKind.ANSWER, opens=-1, closes=30),
    ]
    return a_consultation(phases=phases, **values)


def an_answered_proposal(consultation: Consultation, **values: Any) -> Proposal:
    """Make a proposition over the threshold to which the commune answered."""
    defaults: dict[str, Any] = {
        "answered_at": clock.now(),
        "outcome": Outcome.REFUSED,
        "threshold_reached_at": clock.now(),
        "due_on": clock.day_of(clock.now()),
    }
    return a_proposal(consultation=consultation, **defaults | values)


def a_report(
    consultation: Consultation | None = None, *, by: Account | None = None
) -> OutcomeReport:
    """Make a bilan that says something and that nobody has sent yet."""
    consultation = consultation or a_closed_consultation()
    by = by or a_staff_member(commune=consultation.commune)
    report = services.begin(consultation, by=by, at=clock.now())
    services.save(report, WORDS, based_on=report.revision, by=by, at=clock.now())
    db.session.commit()
    return report


def an_approved_report(consultation: Consultation | None = None) -> OutcomeReport:
    report = a_report(consultation)
    director = a_director(commune=report.consultation.commune)
    now = clock.now()
    services.submit(report, based_on=report.revision, by=director, at=now)
    services.approve(report, based_on=report.revision, by=director, at=now)
    db.session.commit()
    return report


def a_published_report(consultation: Consultation | None = None) -> OutcomeReport:
    report = an_approved_report(consultation)
    staff = a_staff_member(commune=report.consultation.commune)
    services.publish(report, based_on=report.revision, by=staff, at=clock.now())
    db.session.commit()
    return report
