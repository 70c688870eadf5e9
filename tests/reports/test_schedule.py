"""By when a bilan is promised, and what says that it is late."""

from datetime import timedelta

import pytest

from participe.consultations.models import Consultation
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.clock import day_of, start_of
from participe.reports import schedule
from participe.reports.queries import finding
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_consultation, a_phase
from tests.reports.closing import a_closed_consultation, a_published_report

pytestmark = on_both


def promised(*, answers_in: int, report_until: int | None = None) -> Consultation:
    """Make one that is over, and that announces a phase for its bilan or does not."""
    today = day_of(clock.now())
    phases = [a_phase(PhaseKind.PROPOSE, opens=-30, closes=-20)]
    if report_until is not None:
        report = a_phase(PhaseKind.REPORT, opens=-19, closes=0)
        report.closes_at = start_of(today + timedelta(days=report_until + 1))
        phases.append(report)
    consultation = a_consultation(phases=phases)
    consultation.contract.answers_by = today + timedelta(days=answers_in)
    db.session.commit()
    return consultation


@pytest.mark.usefixtures("app")
class TestPromise:
    """R5: late is computed from what the page of the consultation promises."""

    def test_it_is_the_day_of_the_answer(self) -> None:
        consultation = promised(answers_in=-3)

        assert schedule.days_late(consultation, clock.now()) == 3
        assert list(finding.promised(consultation.commune, clock.now())) == [consultation]

    def test_a_phase_announced_for_the_bilan_comes_after_it(self) -> None:
        consultation = promised(answers_in=-10, report_until=0)

        assert schedule.promised_on(consultation) == day_of(clock.now())
        assert schedule.days_late(consultation, clock.now()) == 0
        assert not finding.promised(consultation.commune, clock.now())

    def test_past_its_last_day_it_is_late(self) -> None:
        consultation = promised(answers_in=-10, report_until=-4)

        assert schedule.days_late(consultation, clock.now()) == 4
        assert list(finding.promised(consultation.commune, clock.now())) == [consultation]


class TestWhatIsSaid:
    def test_a_list_says_that_a_bilan_is_late_and_no_phase_is_called_done(
        self, browser: Browser
    ) -> None:
        """R5, invariant 1: without its bilan a consultation is not closed, whatever its dates."""
        consultation = promised(answers_in=-10, report_until=-4)
        home = f"/{consultation.commune.slug}/consultations"

        listed = text(browser.get(home).main)
        phases = text(browser.get(f"{home}/{consultation.slug}").select_one("aside"))

        assert "Il a 4 jours de retard." in listed
        assert "Le bilan devait finir le" in phases

    def test_a_bilan_that_came_late_says_so_for_ever(self, browser: Browser) -> None:
        """R5: late is shown as late, after the answer too."""
        consultation = a_closed_consultation()
        consultation.contract.answers_by = day_of(clock.now()) - timedelta(days=2)
        report = a_published_report(consultation)

        page = browser.get(
            f"/{consultation.commune.slug}/consultations/{report.consultation.slug}/bilan"
        )

        assert "avec 2 jours de retard" in text(page.main)
