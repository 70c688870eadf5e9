"""How a consultation is said: what is open, since when it is closed, what comes next, by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import LazyString, format_datetime, gettext, ngettext
from flask_babel import lazy_gettext as _

from participe.consultations.models import (
    Consultation,
    Contract,
    ContractChange,
    ContractField,
    ParticipationLevel,
    Phase,
    PhaseExtension,
)
from participe.consultations.phases import Action, Dated, Opening, PhaseKind
from participe.kernel import clock, french
from participe.kernel.html import TextFormat, excerpt

SOON = 7  # days: from then on the page counts them
SHORT = 180  # letters of a summary in a list

LEVELS: dict[ParticipationLevel, LazyString] = {
    ParticipationLevel.INFORMATION: _("Information"),
    ParticipationLevel.CONSULTATION: _("Consultation"),
    ParticipationLevel.CONCERTATION: _("Concertation"),
    ParticipationLevel.CO_CONSTRUCTION: _("Co-construction"),
}

LEVELS_EXPLAINED: dict[ParticipationLevel, LazyString] = {
    ParticipationLevel.INFORMATION: _("La commune explique. Elle répond aux questions."),
    ParticipationLevel.CONSULTATION: _("La commune demande votre avis. Elle décide seule."),
    ParticipationLevel.CONCERTATION: _("La commune cherche une solution avec vous. Elle décide."),
    ParticipationLevel.CO_CONSTRUCTION: _("La commune et vous écrivez la décision ensemble."),
}

FIELDS: dict[ContractField, LazyString] = {
    ContractField.TITLE: _("La question"),
    ContractField.SUMMARY: _("Le résumé"),
    ContractField.LEVEL: _("Le niveau de participation"),
    ContractField.DECIDED: _("Décidé, ne change plus"),
    ContractField.OPEN_POINTS: _("À décider ensemble"),
    ContractField.WHO_DECIDES: _("Qui décide ?"),
    ContractField.OFFICIAL: _("Qui répond ?"),
    ContractField.ANSWERS_BY: _("La date de la réponse"),
}

# In their own words, for those who look for theirs (WCAG 3.1.2 asks for the `lang` beside them).
LANGUAGES = {"nl": "Nederlands", "de": "Deutsch"}
READ_IN = {
    "nl": "De vraag en de samenvatting in het Nederlands lezen",
    "de": "Die Frage und die Zusammenfassung auf Deutsch lesen",
}


@dataclass(frozen=True)
class State:
    """Where a consultation stands, as components/status.html draws it."""

    sign: str
    words: str
    kind: str = ""


@dataclass(frozen=True)
class Step:
    """A phase, as components/timeline.html draws it."""

    title: str
    notes: Sequence[str]
    done: bool
    current: bool


def day(moment: datetime | date) -> str:
    """Write a day, with its year unless it is this one: “21 mars”, “1er mai 2031”."""
    on = clock.day_of(moment) if isinstance(moment, datetime) else moment
    return french.day(on, with_year=on.year != clock.day_of(clock.now()).year)


def last_moment(closes_at: datetime) -> str:
    """Write a closing instant: “21 mars à minuit”, or with its hour when it is within a day."""
    if closes_at == clock.start_of(clock.day_of(closes_at)):
        return str(gettext("%(day)s à minuit", day=day(clock.last_day_before(closes_at))))
    hour = format_datetime(closes_at, "H 'h' mm")
    return str(gettext("%(day)s à %(hour)s", day=day(closes_at), hour=hour))


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


def state(consultation: Consultation, at: datetime) -> State:
    """Say in one line where a consultation stands."""
    if not consultation.is_published:
        return State("◔", gettext("Brouillon, pas encore publié"))
    ends_at, starts_at = consultation.ends_at(), consultation.starts_at()
    if ends_at is not None and ends_at <= at:
        last = clock.last_day_before(ends_at)
        return State("✓", gettext("Finie depuis le %(day)s", day=day(last)))
    if starts_at is not None and starts_at > at:
        return State("◔", gettext("Ouvre le %(day)s", day=day(starts_at)))
    if consultation.is_open(at):
        return _open_state(consultation, at)
    phase = consultation.phase_at(at) or consultation.next_phase(at)
    return State("●", phase.kind.label if phase else gettext("En cours"))


def _open_state(consultation: Consultation, at: datetime) -> State:
    """Say until when people can do something; in the last week, in how many days it ends."""
    until = max(
        (opening.until for action in Action if (opening := consultation.allows(action, at)).until),
        default=at,
    )
    left = (clock.last_day_before(until) - clock.day_of(at)).days
    if left > SOON:
        return State(
            "●", gettext("Ouvert jusqu’au %(day)s", day=day(clock.last_day_before(until))), "open"
        )
    return State("◔", _last_days(left, until), "soon")


def _last_days(left: int, until: datetime) -> str:
    moment = last_moment(until)
    if left <= 0:
        return str(gettext("Se termine aujourd’hui, le %(moment)s", moment=moment))
    if left == 1:
        return str(gettext("Se termine demain, le %(moment)s", moment=moment))
    return str(
        ngettext(
            "Se termine dans %(num)d jour, le %(moment)s",
            "Se termine dans %(num)d jours, le %(moment)s",
            left,
            moment=moment,
        )
    )


def promises(consultation: Consultation) -> list[str]:
    """Say what people may count on, as far as its phases let them propose or remark.

    While no phase is written, nobody knows yet: then it speaks of propositions.
    """
    kinds = {phase.kind for phase in consultation.phases}
    said = []
    if not kinds or any(Action.PROPOSE in kind.opens for kind in kinds):
        said.append(_with_supports(consultation))
    if PhaseKind.REACT in kinds:
        said.append(str(_("Chaque avis sur le texte reçoit une décision, avec une raison.")))
    return said


def _with_supports(consultation: Consultation) -> str:
    supports = ngettext(
        "Avec %(num)s soutien, une proposition reçoit une réponse",
        "Avec %(num)s soutiens, une proposition reçoit une réponse",
        consultation.threshold,
    )
    days = ngettext("en %(num)s jour.", "en %(num)s jours.", consultation.answer_days)
    return f"{supports} {days}"


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


def value_of(contract: Contract, field: ContractField) -> str:
    """Write a part of what was promised as people read it, to show or to keep as it was."""
    consultation = contract.consultation
    words = {
        ContractField.TITLE: consultation.title,
        ContractField.SUMMARY: consultation.summary,
        ContractField.LEVEL: LEVELS[contract.level] if contract.level else "",
        ContractField.DECIDED: contract.decided,
        ContractField.OPEN_POINTS: contract.open_points,
        ContractField.WHO_DECIDES: contract.who_decides,
        ContractField.OFFICIAL: contract.official.shown_name if contract.official else "",
        ContractField.ANSWERS_BY: _promised(contract.answers_by),
    }
    return str(words[field])


def _promised(answers_by: date | None) -> str:
    if answers_by is None:
        return ""
    return str(gettext("avant le %(day)s", day=french.day(answers_by)))


def answerer(contract: Contract, at: datetime) -> str:
    """Name who answers for the commune, with the mandate held on this day."""
    if contract.official is None:
        return ""
    mandate = contract.official.mandate_on(clock.day_of(at))
    name = contract.official.shown_name
    return f"{name}, {mandate.mandate}" if mandate else name


def history(consultation: Consultation) -> list[ContractChange | PhaseExtension]:
    """Return what was changed since publication, the newest first."""
    extensions = [e for phase in consultation.phases for e in phase.extensions]
    changes = consultation.contract.changes
    return sorted([*changes, *extensions], key=_happened_at, reverse=True)


def _happened_at(entry: ContractChange | PhaseExtension) -> datetime:
    return entry.changed_at if isinstance(entry, ContractChange) else entry.extended_at


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


def main_opening(consultation: Consultation, at: datetime) -> Opening:
    """Say whether one can do the first thing that this consultation ever opens."""
    planned = {action for phase in consultation.phases for action in phase.kind.opens}
    action = next((action for action in Action if action in planned), Action.PROPOSE)
    return consultation.allows(action, at)


def in_short(summary: str) -> str:
    """Return the beginning of a summary, for lists."""
    return excerpt(summary, TextFormat.MARKDOWN, SHORT)
