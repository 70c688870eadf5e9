"""How it is told what became of a proposition, from its first day to what comes next."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask_babel import gettext, ngettext

from participe.consultations.phases import Action
from participe.consultations.wording.days import day
from participe.kernel.clock import day_of
from participe.proposals.models import Grouping, Proposal
from participe.proposals.wording.standing import lateness, supports


@dataclass(frozen=True)
class Step:
    """Something that happened to a proposition, or will, as components/timeline.html draws it."""

    title: str
    notes: Sequence[str] = ()
    url: str = ""
    done: bool = False
    current: bool = False


def steps(
    proposal: Proposal,
    at: datetime,
    versions_url: str,
    more: Iterable[tuple[datetime, Step]] = (),
) -> list[Step]:
    """Tell what became of a proposition, in order, and what comes next (the devenir).

    `more` is what other packages know of it.
    """
    happened = [*_happened(proposal, versions_url), *more]
    happened.sort(key=lambda event: event[0])
    return [*(step for _at, step in happened), *_to_come(proposal, at)]


def moved(proposal: Proposal, groupings: Sequence[Grouping]) -> Iterator[tuple[datetime, Step]]:
    """Tell what was put under a proposition, or it under what, and what left again.

    What came together, for one reason, is told together.
    """
    for _same, together in groupby(
        groupings, key=lambda row: (row.lead_id, row.reason, day_of(row.grouped_at))
    ):
        rows = list(together)
        yield (
            rows[0].grouped_at,
            _done(_grouped(proposal, rows), rows[0].grouped_at, rows[0].reason),
        )
    for row in groupings:
        if row.left_at:
            left = (
                gettext("La proposition %(number)s a quitté ce groupe", number=row.member.number)
                if row.lead_id == proposal.id
                else gettext(
                    "Sortie du groupe de la proposition %(number)s", number=row.lead.number
                )
            )
            yield row.left_at, _done(left, row.left_at)


def _happened(proposal: Proposal, versions_url: str) -> Iterator[tuple[datetime, Step]]:
    yield proposal.published_at, _done(gettext("Publiée"), proposal.published_at)
    if proposal.edited_at:
        title = gettext("Texte changé")
        yield proposal.edited_at, _done(title, proposal.edited_at, url=versions_url)
    if proposal.threshold_reached_at and proposal.due_on:
        due = gettext("réponse due le %(day)s", day=day(proposal.due_on))
        reached = proposal.threshold_reached_at
        yield reached, _done(supports(proposal.consultation.threshold), reached, due)
    if proposal.answered_at:
        yield (
            proposal.answered_at,
            _done(gettext("Réponse de la commune"), proposal.answered_at, *_after(proposal)),
        )
    if proposal.withdrawn_at:
        title = gettext("Retirée par son auteur ou son autrice")
        yield proposal.withdrawn_at, _done(title, proposal.withdrawn_at)


def _grouped(proposal: Proposal, rows: Sequence[Grouping]) -> str:
    first, *others = rows
    if first.lead_id != proposal.id:
        title = gettext("Regroupée sous la proposition %(number)s", number=first.lead.number)
    elif not others:
        number = first.member.number
        title = gettext("La proposition %(number)s est regroupée sous celle-ci", number=number)
    else:
        title = gettext(
            "Les propositions %(numbers)s et %(last)s sont regroupées sous celle-ci",
            numbers=", ".join(str(row.member.number) for row in rows[:-1]),
            last=rows[-1].member.number,
        )
    return str(title)


def _after(proposal: Proposal) -> Iterator[str]:
    """Say in how many days the promised answer came, and how late that was."""
    if proposal.answered_at is None or proposal.threshold_reached_at is None:
        return
    days = (day_of(proposal.answered_at) - day_of(proposal.threshold_reached_at)).days
    yield ngettext("en %(num)d jour", "en %(num)d jours", days) if days else gettext("le jour même")
    if proposal.days_late(proposal.answered_at):
        yield lateness(proposal, proposal.answered_at)


def _to_come(proposal: Proposal, at: datetime) -> Iterator[Step]:
    if proposal.is_answered or proposal.is_withdrawn or proposal.is_hidden:
        return
    title = gettext("Réponse de la commune")
    if proposal.lead is not None:
        group = gettext("à tout le groupe, sur la proposition %(n)s", n=proposal.lead.number)
        yield Step(title, [group], current=True)
        return
    if proposal.due_on:
        late = proposal.days_late(at)
        note = (
            lateness(proposal, at)
            if late
            else gettext("au plus tard le %(day)s", day=day(proposal.due_on))
        )
        yield Step(title, [note], current=True)
        return
    consultation = proposal.consultation
    if consultation.allows(Action.SUPPORT, at):
        days = consultation.answer_days
        promise = ngettext(
            "La commune doit alors répondre en %(num)d jour.",
            "La commune doit alors répondre en %(num)d jours.",
            days,
        )
        yield Step(supports(consultation.threshold), [promise], current=True)


def _done(title: str, moment: datetime, *notes: str, url: str = "") -> Step:
    return Step(title, [gettext("le %(day)s", day=day(moment)), *notes], url=url, done=True)
