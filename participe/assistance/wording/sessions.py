"""How a session is said: its name, where it stands, how long it lasted, what came of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from flask_babel import LazyString, ngettext
from flask_babel import gettext as say
from flask_babel import lazy_gettext as _

from participe.answers.models import OfficialResponse
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.reference import CountedWith
from participe.kernel import french
from participe.kernel.clock import BRUSSELS
from participe.kernel.html import TextFormat
from participe.proposals.models import Outcome
from participe.reports.wording import sentence

COUNTED_WITH: dict[CountedWith, LazyString] = {
    CountedWith.PARTICIPANT: _("Une personne de la séance"),
    CountedWith.FACILITATOR: _("Une autre animatrice ou un autre animateur"),
    CountedWith.NOBODY: _("Personne n’a pu compter avec moi"),
}
# A kind of contribution that is not here is counted with the last words.
KINDS: dict[str, LazyString] = {
    "proposal": _("Propositions"),
    "comment": _("Commentaires"),
    "remark": _("Avis sur un passage"),
    "amendment": _("Reformulations"),
}
OTHER_KINDS = _("Autres contributions")


class Standing(NamedTuple):
    """A sign, words and a kind of colour, as the macro `status` takes them."""

    sign: str
    words: str
    kind: str | None


def title(session: AssistedSession) -> str:
    """Name a session by its day and hour: “Séance du 12 mars, 14 h”."""
    return str(say("Séance du %(moment)s", moment=moment(session.opened_at or session.planned_for)))


def moment(at: datetime) -> str:
    """Write a day and an hour as they are said: “12 mars, 14 h 30”."""
    return f"{french.day(at.astimezone(BRUSSELS).date(), with_year=False)}, {hour(at)}"


def hour(at: datetime) -> str:
    """Write an hour as it is said: “14 h 30”."""
    local = at.astimezone(BRUSSELS)
    minutes = f"\u00a0{local:%M}" if local.minute else ""
    return f"{local.hour}\u00a0h{minutes}"


def standing(session: AssistedSession, at: datetime) -> Standing:
    """Say whether a session is planned, under way or over."""
    if session.cancelled_at is not None:
        return Standing("✕", str(say("Annulée")), "refused")
    if session.is_over_at(at):
        return Standing("✓", str(say("Fermée")), None)
    if session.opened_at is None:
        return Standing("◔", str(say("Prévue")), "soon")
    since = duration(at - session.opened_at)
    return Standing("●", str(say("En cours depuis %(duration)s", duration=since)), "open")


def duration(length: timedelta) -> str:
    """Write how long something took: “25 minutes”, “1 h 05”."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    if hours:
        return f"{hours}\u00a0h\u00a0{minutes:02}"
    return str(ngettext("%(num)d minute", "%(num)d minutes", minutes))


def lasted(session: AssistedSession, at: datetime) -> str:
    """Say how long a session lasted, or has lasted until now."""
    if session.opened_at is None or session.ends_at is None:
        return ""
    return duration(min(at, session.ends_at) - session.opened_at)


def called_off(sessions: Sequence[AssistedSession]) -> list[str]:
    """Say to who stops lending a space what each commune had announced there; no practice."""
    planned: dict[str, list[str]] = {}
    for one in sessions:
        if not one.is_practice:
            planned.setdefault(one.commune.name, []).append(moment(one.planned_for))
    return [
        str(
            ngettext(
                "%(commune)s : %(num)d séance prévue dans cet EPN est annulée (%(moments)s). "
                "Prévenez cette commune.",
                "%(commune)s : %(num)d séances prévues dans cet EPN sont annulées (%(moments)s). "
                "Prévenez cette commune.",
                len(moments),
                commune=name,
                moments="\u00a0; ".join(moments),
            )
        )
        for name, moments in planned.items()
    ]


def too_many_tries(minutes: int) -> str:
    """Say to a computer whose digits were tried too often when they can be tried again."""
    return str(
        ngettext(
            "Trop d’essais. Attendez %(num)d minute, puis retapez les chiffres.",
            "Trop d’essais. Attendez %(num)d minutes, puis retapez les chiffres.",
            minutes,
        )
    )


def kinds(by_kind: dict[str, int]) -> list[tuple[str, int]]:
    """Name what was written in a session, each kind with its number."""
    named = [(str(words), by_kind.get(kind, 0)) for kind, words in KINDS.items()]
    others = sum(number for kind, number in by_kind.items() if kind not in KINDS)
    named.append((str(OTHER_KINDS), others))
    return [(words, number) for words, number in named if number]


def gist(answer: OfficialResponse) -> str:
    """Say in one sentence what the commune does or, when it does nothing, why or who decides."""
    if answer.outcome is Outcome.NOT_OURS:
        who = in_short(answer.who_decides).rstrip(".")
        return str(say("Qui décide : %(who)s.", who=who))
    return in_short(answer.why_not if answer.outcome is Outcome.REFUSED else answer.what_we_do)


def in_short(text: str) -> str:
    """Return the first sentence of what the commune wrote."""
    return sentence(text, TextFormat.PLAIN)
