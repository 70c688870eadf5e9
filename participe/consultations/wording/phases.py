"""How phases are said: what is closed and since when, what comes next, from which day to which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from participe.consultations.models import Consultation, Contract, Phase, PhaseExtension
from participe.consultations.phases import Dated, Opening, PhaseKind
from participe.consultations.wording.days import day
from participe.kernel import clock


@dataclass(frozen=True)
class Step:
    """A phase, as components/timeline.html draws it."""

    title: str
    notes: Sequence[str]
    done: bool
    current: bool


def closed_sentence(opening: Opening, answers_by: date | None = None) -> str:
    """Say since when an action is closed or when it opens, and what happens now or next."""
    said = [_why_closed(opening)]
    if opening.current_phase is not None:
        said.append(
            gettext("En ce moment : %(phase)s.", phase=_goes_on(opening.current_phase, answers_by))
        )
    elif opening.next_phase is not None and opening.opens_at != opening.next_phase.opens_at:
        said.append(gettext("La suite : %(phase)s.", phase=_comes(opening.next_phase, answers_by)))
    return " ".join(said)


def _why_closed(opening: Opening) -> str:
    if opening.opens_at is not None:
        return str(gettext("Cette étape ouvre le %(day)s.", day=day(opening.opens_at)))
    if opening.closed_since is not None:
        last = clock.last_day_before(opening.closed_since)
        return str(gettext("Cette étape est finie depuis le %(day)s.", day=day(last)))
    return str(gettext("Cette étape n’est pas prévue dans cette consultation."))


def _goes_on(phase: Dated, answers_by: date | None) -> str:
    """Say what a phase under way is for, and until when."""
    last = day(clock.last_day_before(phase.closes_at))
    if phase.kind is PhaseKind.ANSWER:
        return _answering(phase, answers_by)
    said = {
        PhaseKind.INFORM: _("vous pouvez vous informer, jusqu’au %(day)s", day=last),
        PhaseKind.PROPOSE: _("vous pouvez proposer des idées, jusqu’au %(day)s", day=last),
        PhaseKind.REACT: _("vous pouvez donner un avis sur le texte, jusqu’au %(day)s", day=last),
        PhaseKind.DISCUSS: _("vous pouvez discuter et soutenir, jusqu’au %(day)s", day=last),
        PhaseKind.REPORT: _("la commune fait le bilan, jusqu’au %(day)s", day=last),
    }
    return str(said[phase.kind])


def _comes(phase: Dated, answers_by: date | None) -> str:
    """Say what the next phase is for, and from when; of an answer, by when."""
    first = day(phase.opens_at)
    if phase.kind is PhaseKind.ANSWER:
        return _answering(phase, answers_by)
    said = {
        PhaseKind.INFORM: _("vous pourrez vous informer, à partir du %(day)s", day=first),
        PhaseKind.PROPOSE: _("vous pourrez proposer des idées, à partir du %(day)s", day=first),
        PhaseKind.REACT: _(
            "vous pourrez donner un avis sur le texte, à partir du %(day)s", day=first
        ),
        PhaseKind.DISCUSS: _("vous pourrez discuter et soutenir, à partir du %(day)s", day=first),
        PhaseKind.REPORT: _("la commune fait le bilan, à partir du %(day)s", day=first),
    }
    return str(said[phase.kind])


def _answering(phase: Dated, answers_by: date | None) -> str:
    return str(
        gettext("la commune répond, avant le %(day)s", day=day(answers_by or phase.closes_at))
    )


def timeline(consultation: Consultation, at: datetime, *, lacks_report: bool = False) -> list[Step]:
    """Say all phases in order: what is over, where we stand, what comes.

    A bilan that is not public is not done, whatever the dates say.
    """
    return [
        _step(phase, at, is_missing=lacks_report and phase.kind is PhaseKind.REPORT)
        for phase in consultation.phases
    ]


def _step(phase: Phase, at: datetime, *, is_missing: bool) -> Step:
    is_over = phase.closes_at <= at
    dates = _dates(phase, phase.consultation.contract, at)
    if is_over and is_missing:
        last = day(clock.last_day_before(phase.closes_at))
        dates = str(gettext("devait finir le %(day)s", day=last))
    return Step(
        title=phase.kind.label,
        notes=[dates, *map(extended, phase.extensions)],
        done=is_over and not is_missing,
        current=phase.is_open_at(at),
    )


def _dates(phase: Phase, contract: Contract | None, at: datetime) -> str:
    last = day(clock.last_day_before(phase.closes_at))
    if phase.closes_at <= at:
        return str(gettext("fini le %(day)s", day=last))
    if phase.kind is PhaseKind.ANSWER and contract and contract.answers_by:
        return str(gettext("avant le %(day)s", day=day(contract.answers_by)))
    if phase.is_open_at(at):
        return str(gettext("jusqu’au %(day)s", day=last))
    return str(gettext("du %(first)s au %(last)s", first=day(phase.opens_at), last=last))


def extended(extension: PhaseExtension) -> str:
    """Say under a phase that it was made longer."""
    before = clock.last_day_before(extension.closed_at_before)
    return str(gettext("prolongée : elle devait finir le %(day)s", day=day(before)))


def period(phase: Phase) -> str:
    """Say from which day to which day a phase lasts, both included."""
    last = clock.last_day_before(phase.closes_at)
    return str(gettext("du %(first)s au %(last)s", first=day(phase.opens_at), last=day(last)))


def overlap(before: PhaseKind, after: PhaseKind, opens_on: date) -> str:
    """Say which two phases share a day."""
    return str(
        gettext(
            "L’étape « %(after)s » commence le %(day)s, avant la fin de « %(before)s ». "
            "Changez une des deux dates.",
            after=after.label,
            before=before.label,
            day=day(opens_on),
        )
    )
