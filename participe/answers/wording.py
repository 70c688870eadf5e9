"""How answers, outcomes and delays are said."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from participe.answers.models import (
    AnswerCase,
    AnswerExtension,
    Clarification,
    OfficialResponse,
    Part,
    ServiceNote,
)
from participe.answers.schedule import State
from participe.consultations.wording.days import day
from participe.discussions.models import Position
from participe.kernel.clock import day_of
from participe.kernel.french import number
from participe.kernel.readability import Readability
from participe.proposals.models import Proposal
from participe.proposals.wording.journey import Step
from participe.proposals.wording.standing import Sign

MISSING: dict[Part, LazyString] = {
    Part.WHAT_WE_DO: _("Dites ce que la commune fait."),
    Part.DONE_BY: _("Dites pour quand."),
    Part.WHY_NOT: _("Dites pourquoi pas, ou pourquoi pas tout."),
    Part.WHO_DECIDES: _("Dites qui décide, et si la commune lui a transmis l’idée."),
}

STATES: dict[State, Sign] = {
    State.RECEIVED: Sign("◔", _("reçue"), "soon"),
    State.STUDIED: Sign("●", _("à l’étude"), "open"),
    State.PREPARED: Sign("●", _("réponse préparée"), "open"),
    State.SIGNED: Sign("✓", _("signée et publiée"), "kept"),
}

SIDES: dict[Position, LazyString] = {
    Position.FOR: _("Pour"),
    Position.AGAINST: _("Contre"),
    Position.QUESTION: _("Questions"),
}


def lateness(proposal: Proposal, at: datetime) -> str:
    """Say by how many days an answer is or was late; an empty text when it is not."""
    return _late_by(proposal.days_late(at))


def reply_lateness(clarification: Clarification, at: datetime) -> str:
    """Say by how many days a reply is or was late; an empty text when it is not."""
    return _late_by(clarification.days_late(at))


def note_lateness(note: ServiceNote, at: datetime) -> str:
    """Say by how many days the word of a service is late; an empty text when it is not."""
    return _late_by(note.days_late(at))


def _late_by(days: int) -> str:
    if not days:
        return ""
    words = ngettext(
        "en retard de %(days)s jour", "en retard de %(days)s jours", days, days=number(days)
    )
    return str(words)


def days_left(proposal: Proposal, at: datetime) -> str:
    """Say how many days the commune still has to answer on time."""
    assert proposal.due_on is not None, "nothing is due"  # noqa: S101
    days = (proposal.due_on - day_of(at)).days
    if days == 0:
        return str(_("aujourd’hui"))
    return str(ngettext("dans %(num)d jour", "dans %(num)d jours", days))


def delay(response: OfficialResponse) -> str:
    """Say in how many days an answer came."""
    days = response.days_taken() or 0
    return str(ngettext("%(days)s jour", "%(days)s jours", days, days=number(days)))


def progress(proposal: Proposal, state: State, case: AnswerCase | None) -> str:
    """Say to everyone what the commune does with a proposition while there is no answer."""
    if state is State.RECEIVED or case is None:
        since = day(proposal.threshold_reached_at or proposal.published_at)
        said = gettext("La commune l’a reçue le %(day)s. L’étude n’a pas commencé.", day=since)
        return str(said)
    said = gettext("La commune étudie cette proposition depuis le %(day)s", day=day(case.opened_at))
    who = gettext(", service %(name)s", name=case.service.name) if case.service else ""
    ready = gettext(" Une réponse est préparée. Elle attend une signature.")
    return f"{said}{who}.{ready if state is State.PREPARED else ''}"


def advice(measured: Readability) -> str:
    """Say what would make a text easier to read."""
    if measured.has_long_sentences:
        return str(_("Conseil : des phrases plus courtes, une idée par phrase."))
    if not measured.is_easy:
        return str(_("Conseil : des mots plus courts, ceux de tous les jours."))
    return str(_("Ce texte se lit facilement."))


def happened(
    case: AnswerCase | None,
    extension: AnswerExtension | None,
    responses: Sequence[OfficialResponse],
) -> Iterator[tuple[datetime, Step]]:
    """Tell what the commune did on the way to its answer and after it, for the devenir."""
    first = responses[-1].published_at if responses else None
    if case is not None and not (first and day_of(first) == day_of(case.opened_at)):
        by = [gettext("service %(name)s", name=case.service.name)] if case.service else []
        yield case.opened_at, _done(gettext("À l’étude"), case.opened_at, *by)
    if extension is not None:
        until = gettext("nouvelle date : le %(day)s", day=day(extension.until))
        yield extension.given_at, _done(gettext("Délai demandé"), extension.given_at, until)
    for response in responses:
        if response.version > 1 and response.published_at:
            title = gettext("Nouvelle version de la réponse")
            yield response.published_at, _done(title, response.published_at)
        for asked in response.clarifications:
            yield from _asked(asked)


def _asked(clarification: Clarification) -> Iterator[tuple[datetime, Step]]:
    if clarification.is_hidden or clarification.is_withdrawn:
        return
    at = clarification.published_at
    yield at, _done(gettext("Précision demandée"), at)
    if clarification.replied_at:
        late = reply_lateness(clarification, clarification.replied_at)
        title = gettext("Précision donnée")
        at = clarification.replied_at
        yield at, _done(title, at, *([late] if late else []))


def _done(title: str, moment: datetime, *notes: str) -> Step:
    return Step(title, [gettext("le %(day)s", day=day(moment)), *notes], done=True)
