"""The home page of a commune: what one can do now, what it answered, what it kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template

from participe.answers import wording as answer_words
from participe.answers.queries import public as answers
from participe.commitments import wording as commitment_words
from participe.commitments.queries import listing as commitments
from participe.communes import queries as communes
from participe.communes.tenancy import current_commune
from participe.consultations import queries as consultations
from participe.consultations.models import Consultation, Phase
from participe.consultations.wording import consultations as consultation_words
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.proposals.models import Outcome
from participe.proposals.queries.filters import State
from participe.proposals.wording import outcomes as outcome_words
from participe.reports import wording as report_words
from participe.reports.queries import finding as reports
from participe.reports.queries import participation
from participe.web.views.blueprint import bp

MOST_CARDS = 4
LATEST_ANSWERS = 3
OF_LATE = timedelta(days=90)  # refusals older than that are no news
LATEST_COMMITMENTS = 3  # of those kept, and of those late
LATEST_REPORTS = 3


@dataclass(frozen=True)
class UnderWay:
    """A consultation, and the phase that is under way in it."""

    consultation: Consultation
    phase: Phase


@bp.get("")
@for_everyone
def commune_home() -> str:
    commune, now = current_commune(), clock.now()
    published = consultations.published(commune)
    under_way = _under_way(published, now)
    cards = under_way[:MOST_CARDS]
    given, refused = answers.latest(commune, LATEST_ANSWERS, since=now - OF_LATE)
    late, late_total = commitments.late(commune, now, LATEST_COMMITMENTS)
    return render_template(
        "web/commune_home.html",
        cards=cards,
        crowds=participation.crowds([card.consultation for card in cards], now),
        has_more=len(published) > len(cards),
        upcoming=_next(published, now),
        answers=given,
        # What is newest is shown, whatever it says; that the commune refuses too is always said.
        refused=0 if any(a.outcome is Outcome.REFUSED for a in given) else refused,
        refusals=State.REFUSED,
        kept=commitments.latest_kept(commune, LATEST_COMMITMENTS),
        late=late,
        more_late=late_total - len(late),
        reports=reports.latest(commune, LATEST_REPORTS),
        answer_words=answer_words,
        consultation_words=consultation_words,
        outcome_words=outcome_words,
        commitment_words=commitment_words,
        report_words=report_words,
        spaces=communes.digital_spaces(commune),
        now=now,
    )


def _under_way(published: Sequence[Consultation], at: datetime) -> list[UnderWay]:
    """Return what is under way: where one can do something first, then what ends first."""
    phases = [(consultation, consultation.phase_at(at)) for consultation in published]
    cards = [UnderWay(consultation, phase) for consultation, phase in phases if phase is not None]
    return sorted(cards, key=lambda card: (not card.phase.kind.opens, card.phase.closes_at))


def _next(published: Sequence[Consultation], at: datetime) -> Consultation | None:
    """Return the consultation that opens first of those that have not opened yet."""
    upcoming = [
        (starts_at, consultation.id, consultation)
        for consultation in published
        if (starts_at := consultation.starts_at()) is not None and starts_at > at
    ]
    return min(upcoming)[-1] if upcoming else None
