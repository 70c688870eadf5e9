"""The kinds of phase and what each opens: declared once, asked everywhere, stored nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from flask_babel import lazy_gettext as _


class Action(StrEnum):
    """Something that people can do while a phase that opens it is under way."""

    PROPOSE = "propose"
    SUPPORT = "support"
    COMMENT = "comment"
    REMARK = "remark"  # say something of a passage of a text


class PhaseKind(StrEnum):
    """What a phase is for."""

    INFORM = "inform"
    PROPOSE = "propose"
    REACT = "react"
    DISCUSS = "discuss"
    ANSWER = "answer"
    REPORT = "report"

    @property
    def opens(self) -> frozenset[Action]:
        return _OPENS[self]

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_OPENS = {
    PhaseKind.INFORM: frozenset[Action](),
    PhaseKind.PROPOSE: frozenset({Action.PROPOSE, Action.SUPPORT, Action.COMMENT, Action.REMARK}),
    PhaseKind.REACT: frozenset({Action.COMMENT, Action.REMARK}),
    PhaseKind.DISCUSS: frozenset({Action.SUPPORT, Action.COMMENT, Action.REMARK}),
    PhaseKind.ANSWER: frozenset[Action](),
    PhaseKind.REPORT: frozenset[Action](),
}

_LABELS = {
    PhaseKind.INFORM: _("S’informer"),
    PhaseKind.PROPOSE: _("Proposer des idées"),
    PhaseKind.REACT: _("Donner un avis sur le texte"),
    PhaseKind.DISCUSS: _("Discuter et soutenir"),
    PhaseKind.ANSWER: _("La commune répond"),
    PhaseKind.REPORT: _("Le bilan"),
}


class Dated(Protocol):
    """What `opening` needs to know of a phase."""

    kind: PhaseKind
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Opening:
    """Whether an action is open: until when; or since when it is closed; and what comes next.

    `closed_since` is None when the action has not opened yet; `opens_at` is when it will,
    if ever; `current_phase` and `next_phase` are of any kind.
    """

    is_open: bool
    until: datetime | None = None
    closed_since: datetime | None = None
    opens_at: datetime | None = None
    current_phase: Dated | None = None
    next_phase: Dated | None = None

    def __bool__(self) -> bool:
        return self.is_open


def opening(phases: Sequence[Dated], action: Action, at: datetime) -> Opening:
    """Compute what is open at an instant from the phases alone; half-open intervals throughout.

    When phases that open the same action follow each other without a gap, it is open until
    the last of them closes.
    """
    current = next((p for p in phases if p.opens_at <= at < p.closes_at), None)
    upcoming = min((p for p in phases if p.opens_at > at), key=lambda p: p.opens_at, default=None)
    periods = sorted((p.opens_at, p.closes_at) for p in phases if action in p.kind.opens)
    until = _open_until(periods, at)
    if until is not None:
        return Opening(is_open=True, until=until, current_phase=current, next_phase=upcoming)
    return Opening(
        is_open=False,
        current_phase=current,
        closed_since=max((closes for _opens, closes in periods if closes <= at), default=None),
        opens_at=min((opens for opens, _closes in periods if opens > at), default=None),
        next_phase=upcoming,
    )


def _open_until(periods: list[tuple[datetime, datetime]], at: datetime) -> datetime | None:
    until: datetime | None = None
    for opens, closes in periods:
        if opens <= (until or at) < closes:
            until = closes
    return until
