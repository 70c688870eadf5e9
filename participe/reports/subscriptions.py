"""What reports add to the pages, registries and events of the packages below."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Flask
from flask_babel import gettext as _

from participe.accounts.models import Whoever
from participe.consultations.models import Consultation
from participe.consultations.page import FOLLOWED, PANELS, RESULTS
from participe.kernel import clock
from participe.reports import wording
from participe.reports.queries import finding


def register(app: Flask) -> None:
    """Put everything in its place."""
    PANELS.add(app, _on_consultation)
    FOLLOWED.add(app, _on_consultation)
    RESULTS.add(app, _in_short)


def _on_consultation(consultation: Consultation, _who: Whoever, at: datetime) -> Mapping[str, Any]:
    """Give the first sentence of the bilan once it is public; else say by how much it is late."""
    published = finding.published_of([consultation])
    return {
        "report_sentence": wording.first_sentence(published[0]) if published else "",
        "report_late": "" if published else wording.lateness(consultation, at),
    }


def _in_short(consultations: Sequence[Consultation]) -> Mapping[int, str]:
    """Say in one sentence what came of each consultation, or that its bilan is late (R5)."""
    at = clock.now()
    said = {one.id: late for one in consultations if (late := wording.lateness(one, at))}
    told = {
        report.consultation_id: str(
            _("Bilan : %(sentence)s", sentence=wording.first_sentence(report))
        )
        for report in finding.published_of(consultations)
    }
    return said | told
