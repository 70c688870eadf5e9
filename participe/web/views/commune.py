"""The home page of a commune: what one can do now, and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from participe.answers import queries as answers
from participe.answers import wording as answer_words
from participe.communes import queries as communes
from participe.communes.tenancy import current_commune
from participe.consultations import queries as consultations
from participe.consultations.models import Consultation, Phase
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.proposals import wording as outcome_words
from participe.web.views.blueprint import bp

MOST_CARDS = 4
LATEST_ANSWERS = 3


@dataclass(frozen=True)
class UnderWay:
    """A consultation, the phase that is under way in it, and how many days that phase still has."""

    consultation: Consultation
    phase: Phase
    days_left: int


@bp.get("")
@for_everyone
def commune_home() -> str:
    commune, now = current_commune(), clock.now()
    published = consultations.published(commune)
    cards = _under_way(published, now)
    return render_template(
        "web/commune_home.html",
        cards=cards[:MOST_CARDS],
        has_more=len(published) > min(len(cards), MOST_CARDS),
        answers=answers.latest(commune, LATEST_ANSWERS),
        answer_words=answer_words,
        outcome_words=outcome_words,
        spaces=communes.digital_spaces(commune),
        now=now,
    )


def _under_way(published: Sequence[Consultation], at: datetime) -> list[UnderWay]:
    """Return what is open at this instant, what ends first on top."""
    phases = [(consultation, consultation.phase_at(at)) for consultation in published]
    cards = [
        UnderWay(consultation, phase, _days_left(phase, at))
        for consultation, phase in phases
        if phase is not None
    ]
    return sorted(cards, key=lambda card: card.phase.closes_at)


def _days_left(phase: Phase, at: datetime) -> int:
    return (clock.last_day_before(phase.closes_at) - clock.day_of(at)).days
