"""How commitments are said: where they stand, how late, in which words an answer changes them."""

from datetime import date, datetime
from typing import NamedTuple

from flask_babel import LazyString, format_date, ngettext
from flask_babel import gettext as say
from flask_babel import lazy_gettext as _

from participe.answers.models import OfficialResponse
from participe.commitments.figures import Keeping
from participe.commitments.models import Commitment, State
from participe.kernel.french import number
from participe.kernel.links import target

STATES: dict[State, LazyString] = {
    State.TO_DO: _("À faire"),
    State.UNDER_WAY: _("En cours"),
    State.KEPT: _("Tenu"),
    State.DROPPED: _("Abandonné"),
}
SIGNS: dict[State, tuple[str, str | None]] = {
    State.TO_DO: ("◔", "soon"),
    State.UNDER_WAY: ("●", "open"),
    State.KEPT: ("✓", "kept"),
    State.DROPPED: ("✕", "refused"),
}
LATE = _("En retard")


class Standing(NamedTuple):
    """A sign, words and a kind of colour, as the macro `status` takes them."""

    sign: str
    words: str
    kind: str | None


def standing(commitment: Commitment, at: datetime) -> Standing:
    """Say where a commitment stands: its state, and how late it is or was."""
    days = commitment.days_late(at)
    if commitment.is_kept and days:
        words = ngettext(
            "Tenu, avec %(days)s jour de retard",
            "Tenu, avec %(days)s jours de retard",
            days,
            days=number(days),
        )
        return Standing("✓", str(words), "kept")
    if days:
        words = lateness(commitment, at)
        return Standing("!", words[:1].upper() + words[1:], "late")
    sign, kind = SIGNS[commitment.state]
    return Standing(sign, str(STATES[commitment.state]), kind)


def lateness(commitment: Commitment, at: datetime) -> str:
    """Say by how many days a commitment is late."""
    days = commitment.days_late(at)
    words = ngettext(
        "en retard de %(days)s jour", "en retard de %(days)s jours", days, days=number(days)
    )
    return str(words)


def observed(is_seen: bool) -> str:
    return str(say("Je le vois fait") if is_seen else say("Pas encore"))


def observation_title(commitment: Commitment, *, is_seen: bool) -> str:
    """Name what somebody says, where it is read away from its commitment."""
    return f"{observed(is_seen)}{say(' :')} {commitment.title}"


def answer_changed(response: OfficialResponse) -> str:
    """Say in public why a new version of the answer changes its commitment."""
    if not response.change_note:
        return str(say("La réponse de la commune a changé."))
    return str(
        say("La réponse de la commune a changé. Raison : %(reason)s", reason=response.change_note)
    )


def answer_dropped() -> str:
    return str(say("La nouvelle réponse ne contient plus cet engagement."))


def month(first_day: date) -> str:
    """Write a month: “mars 2026”."""
    return str(format_date(first_day, "MMMM y"))


def short_month(first_day: date) -> str:
    return str(format_date(first_day, "MMM"))


def keeping_note(keeping: Keeping) -> str:
    """Say how many were kept late, then what the others are; nothing of what there is none of."""
    kept_late = ngettext(
        "Dont %(num)d après sa date.", "Dont %(num)d après leur date.", keeping.kept_late
    )
    counted = (
        (keeping.to_do, ngettext("%(num)d à faire", "%(num)d à faire", keeping.to_do)),
        (keeping.under_way, ngettext("%(num)d en cours", "%(num)d en cours", keeping.under_way)),
        (keeping.late, ngettext("%(num)d en retard", "%(num)d en retard", keeping.late)),
        (keeping.dropped, ngettext("%(num)d abandonné", "%(num)d abandonnés", keeping.dropped)),
    )
    others = ", ".join(str(words) for number, words in counted if number)
    said = (
        str(kept_late) if keeping.kept_late else "",
        str(say("Les autres : %(counted)s.", counted=others)) if others else "",
    )
    return " ".join(filter(None, said))


def proof(commitment: Commitment) -> str:
    """Say by what a commitment is proved, in a cell of a table."""
    kinds = {
        str(words)
        for update in commitment.updates
        for shown, words in (
            (update.decision_url, say("décision")),
            (update.has_photo, say("photo")),
            (update.file and not update.has_photo, say("document")),
        )
        if shown
    }
    return ", ".join(sorted(kinds)) or "–"


def place(url: str) -> str:
    """Say where a link leads, beside it [T-105]."""
    found = target(url)
    return found.place if found else ""
