"""The form of the phases: all on one page, as many rows as wanted, without script."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from participe.consultations.forms import fields
from participe.consultations.models import Phase
from participe.consultations.phases import PhaseKind
from participe.consultations.services import Period
from participe.kernel.clock import day_of, last_day_before

MOST_ROWS = 12
# What most consultations have, offered to whoever begins.
USUAL = (PhaseKind.INFORM, PhaseKind.PROPOSE, PhaseKind.ANSWER)


def _kinds() -> list[SelectChoice]:
    return [SelectChoice(kind.value, kind.label) for kind in PhaseKind]


class PhaseRow(Form):
    """One phase among those of the page; both days are included."""

    kind = SelectField(_("Étape"), choices=_kinds)
    opens_on = fields.Day(_("Premier jour"), [fields.needed_day])
    last_day = fields.Day(_("Dernier jour, compris"), [fields.needed_day])
    removed = BooleanField(_("Retirer cette étape"))

    @property
    def is_used(self) -> bool:
        """Tell whether the row counts: it is not removed, and some number of a date was typed."""
        typed = [*(self.opens_on.raw_data or ()), *(self.last_day.raw_data or ())]
        return not self.removed.data and any(part.strip() for part in typed)

    def validate_last_day(self, control: fields.Day) -> None:
        if self.opens_on.data and control.data and control.data < self.opens_on.data:
            raise ValidationError(_("Cette étape finit avant de commencer."))

    def period(self) -> Period:
        """Return the phase of a row that was found right."""
        assert self.opens_on.data, "the row was not validated"  # noqa: S101
        assert self.last_day.data, "the row was not validated"  # noqa: S101
        return Period(PhaseKind(self.kind.data), self.opens_on.data, self.last_day.data)


class PhasesForm(fields.Based):
    """All phases of a consultation; a row left empty is no phase."""

    def __init__(self, phases: Sequence[Phase]) -> None:
        super().__init__()
        given = [_row(number, phase) for number, phase in enumerate(phases)]
        usual = [_blank(number, kind) for number, kind in enumerate(USUAL)]
        self.rows = list(_typed()) if self.is_submitted() else given or usual

    def __iter__(self) -> Iterator[Any]:
        yield from super().__iter__()
        for row in self.rows:
            yield from row

    @property
    def errors(self) -> dict[Any, Any]:
        """Gather the errors of the rows with those of the whole, as the summary of errors asks."""
        of_rows = {row.kind.name: row.errors for row in self.rows if row.errors}
        return dict(super().errors) | of_rows

    def add_row(self) -> None:
        if len(self.rows) < MOST_ROWS:
            self.rows.append(_blank(len(self.rows), PhaseKind.DISCUSS))

    def validate(self, *args: Any, **values: Any) -> bool:
        checked = [row.validate() for row in self.rows if row.is_used]
        return bool(super().validate(*args, **values)) and all(checked)

    def periods(self) -> list[Period]:
        return [row.period() for row in self.rows if row.is_used]


def _typed() -> Iterator[PhaseRow]:
    for number in range(MOST_ROWS):
        if f"{_prefix(number)}kind" in request.form:
            yield PhaseRow(request.form, prefix=_prefix(number))


def _blank(number: int, kind: PhaseKind) -> PhaseRow:
    return PhaseRow(prefix=_prefix(number), data={"kind": kind.value})


def _row(number: int, phase: Phase) -> PhaseRow:
    days = {"opens_on": day_of(phase.opens_at), "last_day": last_day_before(phase.closes_at)}
    return PhaseRow(prefix=_prefix(number), data={"kind": phase.kind.value} | days)


def _prefix(number: int) -> str:
    return f"phase-{number}-"
