"""The page of all commitments with its figures, how they are counted, and the page of one."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import redirect, render_template, request
from werkzeug import Response

from participe.accounts.models import Account
from participe.accounts.session import current_person
from participe.answers import queries as answers
from participe.answers import wording as answer_words
from participe.commitments import policies, wording
from participe.commitments.models import State
from participe.commitments.queries import counting, finding, listing
from participe.commitments.queries.listing import LATE, Scope
from participe.commitments.views.blueprint import address, bp, find
from participe.communes.tenancy import current_commune
from participe.consultations.models import Consultation
from participe.contributions import policies as contributions
from participe.kernel import clock, plots
from participe.kernel.authorization import for_everyone
from participe.proposals.wording import outcomes as outcome_words

# What addresses call the states.
STATES = {
    "retard": LATE,
    "a-faire": State.TO_DO.value,
    "en-cours": State.UNDER_WAY.value,
    "tenu": State.KEPT.value,
    "abandonne": State.DROPPED.value,
}


class Wanted(NamedTuple):
    """What the query of an address asks for, once what is none of ours was left out."""

    scope: Scope
    state: str  # as addresses call it; empty: all
    consultations: Sequence[Consultation]  # what can be chosen
    officials: Sequence[Account]

    @property
    def query(self) -> dict[str, str]:
        """Return it as an address has it."""
        query = {
            "consultation": self.scope.consultation.slug if self.scope.consultation else "",
            "mandat": str(self.scope.official.id) if self.scope.official else "",
            "etat": self.state,
        }
        return {name: value for name, value in query.items() if value}


@bp.get("/engagements")
@for_everyone
def index() -> str:
    """Show how the commune keeps its word: figures, commitments, answers."""
    now = clock.now()
    wanted = read_wanted()
    figures = counting.figures_of(wanted.scope, now)
    return render_template(
        "commitments/index.html",
        wanted=wanted,
        states=STATES,
        figures=figures,
        plot=_plot(figures),
        commitments=listing.page(
            wanted.scope,
            STATES.get(wanted.state, ""),
            request.args.get("apres"),
            today=clock.day_of(now),
        ),
        is_first_page="apres" not in request.args,
        now=now,
    )


@bp.get("/engagements/reponses")
@for_everyone
def answers_given() -> str:
    """List every answer that the commune gave, and those that are late."""
    commune, now = current_commune(), clock.now()
    return render_template(
        "commitments/answers.html",
        answers=answers.published(commune, request.args.get("apres")),
        late=[proposal for proposal in answers.due(commune) if proposal.days_late(now)],
        answer_words=answer_words,
        outcome_words=outcome_words,
        is_first_page="apres" not in request.args,
        now=now,
    )


@bp.get("/engagements/comment-on-compte")
@for_everyone
def method() -> str:
    """Say by which rules the figures are counted."""
    return render_template("commitments/method.html")


@bp.get("/engagements/<int:commitment_number>")
@for_everyone
def short(commitment_number: int) -> Response:
    """Lead the address that people say on the phone to the page itself."""
    return redirect(address(find(commitment_number)), 301)


@bp.get("/engagements/<int:commitment_number>-<slug>")
@for_everyone
def show(commitment_number: int, slug: str) -> str | Response:
    """Show a commitment: what, who, by when, what happened since, what people see of it."""
    commitment, who = find(commitment_number), current_person()
    if slug != commitment.slug:
        return redirect(address(commitment), 301)
    mine = finding.current_observation(commitment, who) if isinstance(who, Account) else None
    return render_template(
        "commitments/show.html",
        commitment=commitment,
        observations=finding.observations(commitment),
        counts=finding.counts_of(commitment),
        mine=mine if mine and not mine.is_withdrawn else None,
        is_followed=finding.follows(commitment, who.id),
        may_update=policies.may_update(who, commitment.commune),
        may_see=contributions.may_see,
        now=clock.now(),
    )


def read_wanted() -> Wanted:
    """Read the filters of this request; what names nobody and nothing of ours filters nothing."""
    commune, typed = current_commune(), request.args
    consultations = {one.slug: one for one in listing.consultations(commune)}
    officials = {str(one.id): one for one in listing.officials(commune)}
    state = typed.get("etat", "")
    return Wanted(
        scope=Scope(
            commune,
            consultations.get(typed.get("consultation", "")),
            officials.get(typed.get("mandat", "")),
        ),
        state=state if state in STATES else "",
        consultations=list(consultations.values()),
        officials=list(officials.values()),
    )


def _plot(figures: counting.Figures) -> plots.Plot:
    """Draw the answers of each month: those on time on the ground, the late ones above."""
    return plots.piles(
        [
            plots.Column(wording.short_month(month.first_day), (month.on_time, month.late))
            for month in figures.months
        ]
    )
