"""What open data adds to the pages below: who took part, by channel."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask

from participe.accounts.models import Whoever
from participe.assistance.session import is_station
from participe.consultations.models import Consultation
from participe.consultations.page import PANELS
from participe.reports import wording
from participe.reports.queries import participation


def register(app: Flask) -> None:
    """Put everything in its place."""
    PANELS.add(app, _on_consultation)


def _on_consultation(consultation: Consultation, who: Whoever, at: datetime) -> Mapping[str, Any]:
    """Tell who took part; never, while it runs, on a screen of an assisted session (A-16)."""
    is_at_session = who.is_participant or who.is_facilitator or is_station()
    if not consultation.is_published or (is_at_session and consultation.is_open(at)):
        return {}
    told = participation.told_of(consultation, at)
    if told is None or not told.figures.people:
        return {}
    return {"participation": told, "report_words": wording}
