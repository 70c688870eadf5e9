"""What lists of propositions can be narrowed to, and in which order they can be read.

The values stand in addresses, so they are French; whatever is not one of them is ignored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_

from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.kernel.clock import day_of
from participe.kernel.search import Found
from participe.proposals.models import Outcome, Proposal


class State(StrEnum):
    """Where a proposition stands with the commune."""

    AWAITED = "attente"
    LATE = "retard"
    ANSWERED = "repondue"
    ACCEPTED = "acceptee"
    PARTLY = "acceptee-en-partie"
    REFUSED = "refusee"
    STUDIED = "a-l-etude"
    NOT_OURS = "pas-de-la-commune"


class Order(StrEnum):
    """How a list is read: drawn for the day, newest answers first, or newest first.

    A whole commune is read by date of publication; a consultation, and what a search found,
    by when each proposition was added here, which is the same unless they were imported.
    """

    OF_THE_DAY = "hasard"
    ANSWERED = "reponses"
    LAST_ADDED = "recentes"
    NEWEST = "dates"


_OUTCOMES = {
    State.ACCEPTED: Outcome.ACCEPTED,
    State.PARTLY: Outcome.PARTLY,
    State.REFUSED: Outcome.REFUSED,
    State.STUDIED: Outcome.STUDIED,
    State.NOT_OURS: Outcome.NOT_OURS,
}


@dataclass(frozen=True)
class Scope:
    """Where the propositions of a list come from: a whole commune, or one consultation of it."""

    commune: Commune
    consultation: Consultation | None = None


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; what is left empty narrows nothing."""

    states: frozenset[State] = frozenset()
    theme_id: int | None = None
    locality: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.states or self.theme_id or self.locality or self.words)


def listed_in(scope: Scope, *, searched: bool = False) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of being in public lists: neither hidden nor withdrawn [T-41].

    In a search the words lead: adding zero, here and where they are joined, keeps a database
    from reading the whole commune along another index to find the few rows that have them.
    """
    is_shown = (Proposal.hidden_at.is_(None), Proposal.withdrawn_at.is_(None))
    column, value = (
        (Proposal.commune_id, scope.commune.id)
        if scope.consultation is None
        else (Proposal.consultation_id, scope.consultation.id)
    )
    if searched:
        return (column + 0 == value, *is_shown)
    if scope.consultation is None:
        return (column == value, Proposal.kind == "proposal", *is_shown)
    return (column == value, *is_shown)


def conditions(
    filters: Filters, at: datetime, found: Found | None
) -> Iterable[ColumnElement[bool]]:
    """Yield what the filters ask, several states as alternatives; `found` has the words."""
    if filters.states:
        yield or_(*(_in_state(state, at) for state in sorted(filters.states)))
    if filters.theme_id is not None:
        yield Proposal.theme_id == filters.theme_id
    if filters.locality:
        yield Proposal.locality == filters.locality
    if found is not None:
        yield found.is_found
        yield Proposal.id == found.key + 0


def _in_state(state: State, at: datetime) -> ColumnElement[bool]:
    if state in _OUTCOMES:
        return Proposal.outcome == _OUTCOMES[state]
    if state is State.ANSWERED:
        return Proposal.answered_at.is_not(None)
    if state is State.LATE:
        return and_(Proposal.answered_at.is_(None), Proposal.due_on < day_of(at))
    return and_(Proposal.answered_at.is_(None), Proposal.due_on.is_not(None))
