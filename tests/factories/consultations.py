"""Consultations and their phases."""

from datetime import datetime
from typing import Any

from participe.communes.models import Commune
from participe.consultations.models import Consultation, Contract, ParticipationLevel, Phase
from participe.consultations.phases import PhaseKind
from participe.kernel import clock
from participe.kernel.codes import random_token
from tests.factories.people import a_commune, an_official
from tests.factories.saving import ONE_DAY, numbers, save


def a_consultation(*, commune: Commune | None = None, **values: Any) -> Consultation:
    """Make a published consultation in which one proposes and discusses until tomorrow."""
    n = next(numbers)
    commune = commune or a_commune()
    phases = values.pop("phases", None) or [a_phase(PhaseKind.PROPOSE)]
    official = values.pop("official", None) or an_official(commune=commune)
    defaults = {
        "commune": commune,
        "slug": f"place-du-marche-{n}",
        "title": f"Refaire la place du Marché {n}",
        "summary": "La place sera refaite. Dites ce qui compte pour vous.",
        "preview_key": random_token(),
        "threshold": commune.threshold,
        "answer_days": commune.answer_days,
        "created_by": official,
        "created_at": clock.now() - 9 * ONE_DAY,
        "published_at": clock.now() - 8 * ONE_DAY,
        "phases": phases,
        "contract": Contract(
            level=ParticipationLevel.CONSULTATION,
            decided="Le marché du jeudi reste.",
            open_points="Les arbres, les bancs, le parking.",
            who_decides="Le conseil communal.",
            official=official,
            answers_by=clock.day_of(clock.now()) + 60 * ONE_DAY,
            frozen_at=clock.now() - 8 * ONE_DAY,
        ),
    }
    return save(Consultation(**defaults | values))


def a_phase(
    kind: PhaseKind, *, opens: float = -1, closes: float = 1, at: datetime | None = None
) -> Phase:
    """Make a phase, not yet of any consultation, between two numbers of days from now."""
    now = at or clock.now()
    return Phase(kind=kind, opens_at=now + opens * ONE_DAY, closes_at=now + closes * ONE_DAY)
