"""The desk: which answers are due, and which wait for a signature."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import render_template

from participe.accounts.session import (
    current_account,
    for_officials,
    for_staff_and_officials,
)
from participe.answers import policies, queries
from participe.answers.views.blueprint import bp
from participe.communes.tenancy import current_commune
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.proposals.models import Proposal

A_WEEK = 7  # days


@bp.get("/gestion/reponses")
@for_staff_and_officials
def desk() -> str:
    """List the answers that are due: late ones first, then this week's, then the others."""
    commune = current_commune()
    require(policies.may_prepare(current_account(), commune))
    now = clock.now()
    return render_template(
        "answers/desk.html",
        groups=_by_urgency(queries.due(commune), now),
        drafts={draft.proposal_id: draft for draft in queries.drafts(commune)},
        now=now,
    )


@bp.get("/gestion/mes-reponses")
@for_officials
def mine() -> str:
    """List the answers that wait for this official's signature."""
    return render_template(
        "answers/mine.html", responses=queries.to_sign(current_account()), now=clock.now()
    )


def _by_urgency(due: Sequence[Proposal], now: datetime) -> dict[str, list[Proposal]]:
    """Sort what is due into late, within seven days, and later; each keeps its order."""
    today = clock.day_of(now)
    groups: dict[str, list[Proposal]] = {"late": [], "soon": [], "later": []}
    for proposal in due:
        days = (_due_on(proposal) - today).days
        groups["late" if days < 0 else "soon" if days <= A_WEEK else "later"].append(proposal)
    return groups


def _due_on(proposal: Proposal) -> date:
    assert proposal.due_on is not None, "only what is due is listed"  # noqa: S101
    return proposal.due_on
