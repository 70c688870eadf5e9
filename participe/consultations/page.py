"""What higher packages add to the pages of a consultation and to the list of those over."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from participe.accounts.models import Whoever
from participe.consultations.models import Consultation
from participe.kernel.registry import Registry

Panel = Callable[[Consultation, Whoever, datetime], Mapping[str, Any]]
Result = Callable[[Sequence[Consultation]], Mapping[int, str]]

# Each panel gives names to the template `consultations/show.html`.
PANELS: Registry[Panel] = Registry("consultations.page")

# Each gives names to the page on which staff follow a published consultation.
FOLLOWED: Registry[Panel] = Registry("consultations.followed")

# Each result says in a few words what came of each consultation, by its id, in one query for all.
RESULTS: Registry[Result] = Registry("consultations.results")


def context(consultation: Consultation, who: Whoever, at: datetime) -> dict[str, Any]:
    """Gather what all panels give."""
    return _gathered(PANELS, consultation, who, at)


def followed(consultation: Consultation, who: Whoever, at: datetime) -> dict[str, Any]:
    """Gather what staff are told of a published consultation."""
    return _gathered(FOLLOWED, consultation, who, at)


def _gathered(
    panels: Registry[Panel], consultation: Consultation, who: Whoever, at: datetime
) -> dict[str, Any]:
    return {name: value for panel in panels for name, value in panel(consultation, who, at).items()}


def results(consultations: Sequence[Consultation]) -> dict[int, list[str]]:
    """Gather what is said of each consultation, in the order in which the results were added."""
    said: dict[int, list[str]] = defaultdict(list)
    for result in RESULTS:
        for consultation_id, words in result(consultations).items():
            said[consultation_id].append(words)
    return said
