"""How propositions are said: where they stand, how they came, what became of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from flask_babel import LazyString, format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _

from participe.consultations.phases import Action
from participe.consultations.wording import closed_sentence, day
from participe.kernel.clock import day_of
from participe.kernel.differences import Piece, differences
from participe.proposals.models import Amendment, Grouping, Outcome, Proposal
from participe.proposals.queries.filters import Order, State
from participe.proposals.queries.listing import COUNTED, Listing

OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.ACCEPTED: _("Acceptée"),
    Outcome.PARTLY: _("Acceptée en partie"),
    Outcome.REFUSED: _("Refusée, avec une raison"),
    Outcome.STUDIED: _("À l’étude"),
    Outcome.NOT_OURS: _("Ce n’est pas la commune qui décide"),
}

# The sign and the kind that components/status.html gives to an outcome.
SIGNS: dict[Outcome, tuple[str, str]] = {
    Outcome.ACCEPTED: ("✓", "kept"),
    Outcome.PARTLY: ("●", "open"),
    Outcome.REFUSED: ("✕", "refused"),
    Outcome.STUDIED: ("◔", "soon"),
    Outcome.NOT_OURS: ("→", ""),
}

STATES: dict[State, LazyString] = {
    State.AWAITED: _("Attend une réponse"),
    State.LATE: _("Réponse en retard"),
    State.ANSWERED: _("La commune a répondu"),
    State.ACCEPTED: _("Acceptée"),
    State.PARTLY: _("Acceptée en partie"),
    State.REFUSED: _("Refusée"),
    State.STUDIED: _("À l’étude"),
    State.NOT_OURS: _("Pas de la compétence de la commune"),
}

ORDERS: dict[Order, LazyString] = {
    Order.OF_THE_DAY: _("Au hasard, le même toute la journée"),
    Order.ANSWERED: _("Les dernières réponses d’abord"),
    Order.LAST_ADDED: _("Les plus récentes d’abord"),
}


class Sign(NamedTuple):
    """A state as components/status.html draws it."""

    sign: str
    words: str
    kind: str = ""


@dataclass(frozen=True)
class Step:
    """Something that happened to a proposition, or will, as components/timeline.html draws it."""

    title: str
    notes: Sequence[str] = ()
    url: str = ""
    done: bool = False
    current: bool = False


class Change(NamedTuple):
    """One version of a proposition and what it changed in the one before."""

    title: Sequence[Piece]
    body: Sequence[Piece]


def heading(listing: Listing) -> str:
    """Say how many propositions a list has; it counts no further than COUNTED."""
    if listing.total > COUNTED:
        number = format_decimal(COUNTED)
        return str(gettext("Plus de %(number)s propositions", number=number))
    if not listing.total:
        return str(_("Aucune proposition"))
    return str(ngettext("%(num)s proposition", "%(num)s propositions", listing.total))


def supports(count: int) -> str:
    if not count:
        return str(_("0 soutien"))
    return str(ngettext("%(num)d soutien", "%(num)d soutiens", count))


def people(count: int) -> str:
    """Say how many different people support a group."""
    return str(
        ngettext(
            "%(num)d personne soutient ce groupe", "%(num)d personnes soutiennent ce groupe", count
        )
    )


def backing(proposal: Proposal) -> str:
    """Say how much a proposition is supported, or the group that it leads."""
    if proposal.people_count is not None:
        return people(proposal.people_count)
    return supports(proposal.supports_count)


def supported(proposal: Proposal) -> str:
    """Tell somebody what they support."""
    if proposal.leads or proposal.lead_id is not None:
        return str(_("Vous soutenez ce groupe de propositions."))
    return str(_("Vous soutenez cette proposition."))


def thanks(proposal: Proposal) -> str:
    """Say to somebody what they support from now on."""
    return str(gettext("%(supported)s Merci.", supported=supported(proposal)))


def told_of(proposal: Proposal) -> str:
    """Sum a proposition up for those who choose among several."""
    return f"{supports(proposal.supports_count)}. {proposal.excerpt}".strip()


def comments(count: int) -> str:
    if not count:
        return str(_("0 commentaire"))
    return str(ngettext("%(num)d commentaire", "%(num)d commentaires", count))


def standing(proposal: Proposal, at: datetime) -> Sign | None:
    """Say in a few words where a proposition stands with the commune, if anything is to be said."""
    if proposal.is_hidden:
        return Sign("✕", str(_("Masquée")), "refused")
    if proposal.is_withdrawn:
        return Sign("✕", str(_("Retirée")))
    return _answer_standing(proposal, at)


def _answer_standing(proposal: Proposal, at: datetime) -> Sign | None:
    if proposal.outcome is not None:
        sign, kind = SIGNS[proposal.outcome]
        return Sign(sign, str(OUTCOMES[proposal.outcome]), kind)
    if proposal.due_on is None:
        return None
    if proposal.days_late(at):
        late = gettext("Réponse %(late)s", late=lateness(proposal, at))
        return Sign("!", late, "late")
    expected = gettext("Réponse attendue le %(day)s", day=day(proposal.due_on))
    return Sign("◔", expected, "soon")


def lateness(proposal: Proposal, at: datetime) -> str:
    days = proposal.days_late(at)
    return str(ngettext("en retard de %(num)d jour", "en retard de %(num)d jours", days))


def supports_closed(proposal: Proposal, at: datetime) -> str:
    """Say why nobody can support this now, and what comes next; nothing while they can."""
    if proposal.is_withdrawn or proposal.is_hidden:
        return str(_("Les soutiens sont fermés."))
    consultation = proposal.consultation
    opening = consultation.allows(Action.SUPPORT, at)
    if opening:
        return ""
    said = closed_sentence(opening, consultation.contract.answers_by)
    return str(gettext("Les soutiens sont fermés. %(why)s", why=said))


def journey(
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


def change(before: tuple[str, str], after: tuple[str, str]) -> Change:
    """Compare two texts, (title, body) each."""
    return Change(differences(before[0], after[0]), differences(before[1], after[1]))


def texts(proposal: Proposal) -> list[tuple[str, str]]:
    """Return (title, body) of each version, the first one first."""
    before = [(version.title, version.body) for version in proposal.versions]
    return [*before, (proposal.title, proposal.body)]


def credit(name: str) -> str:
    """Say whose wording a version is; who is erased has no name."""
    if not name:
        return str(_("Phrase proposée par une personne qui a retiré son nom"))
    return str(gettext("Phrase proposée par %(name)s", name=name))


def suggested(amendment: Amendment) -> Change:
    """Say what a suggestion changes in the text that its author was reading."""
    read = texts(amendment.proposal)[amendment.based_on - 1]
    return change(read, (amendment.title, amendment.body))


def decision(amendment: Amendment) -> Sign:
    """Say in a few words what became of a suggested wording."""
    if amendment.is_hidden:
        return Sign("✕", str(_("Masquée")), "refused")
    if amendment.is_withdrawn:
        return Sign("✕", str(_("Retirée")))
    if amendment.is_accepted:
        return Sign("✓", str(_("Acceptée")), "kept")
    if amendment.is_declined:
        return Sign("✕", str(_("Pas acceptée")), "refused")
    return Sign("◔", str(_("Attend une réponse")), "soon")
