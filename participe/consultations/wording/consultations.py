"""How a consultation is said: where it stands, in short, in other languages."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext

from participe.consultations.models import Consultation
from participe.consultations.phases import Action, Opening
from participe.consultations.wording.days import day, last_moment
from participe.kernel import clock
from participe.kernel.html import TextFormat, excerpt

SOON = 7  # days: from then on the page counts them
SHORT = 180  # letters of a summary in a list

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


def main_opening(consultation: Consultation, at: datetime) -> Opening:
    """Say whether one can do the first thing that this consultation ever opens."""
    planned = {action for phase in consultation.phases for action in phase.kind.opens}
    action = next((action for action in Action if action in planned), Action.PROPOSE)
    return consultation.allows(action, at)


def in_short(summary: str) -> str:
    """Return the beginning of a summary, for lists."""
    return excerpt(summary, TextFormat.MARKDOWN, SHORT)
