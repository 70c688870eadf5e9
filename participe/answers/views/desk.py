"""The desk: which answers are due, and which wait for a signature."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from flask import render_template, request

from participe.accounts.models import Account
from participe.accounts.session import (
    current_account,
    for_officials,
    for_staff_and_officials,
)
from participe.answers import policies, queries
from participe.answers.models import Clarification, Service
from participe.answers.queries import cases, clarifying
from participe.answers.queries.cases import Promised
from participe.answers.views.blueprint import bp
from participe.communes.tenancy import current_commune
from participe.kernel import clock
from participe.kernel.authorization import require

A_WEEK = 7  # days


@bp.get("/gestion/reponses")
@for_staff_and_officials
def desk() -> str:
    """List the answers that are due: late ones first, then this week's, then the others."""
    commune = current_commune()
    require(policies.may_prepare(current_account(), commune))
    now = clock.now()
    everything = cases.promised(commune)
    services, officials = _services(everything), _officials(everything)
    service = _chosen("service", services)
    official = _chosen("elu", officials)
    shown = [
        promised
        for promised in everything
        if service in {None, promised.service} and official in {None, promised.official}
    ]
    return render_template(
        "answers/desk.html",
        groups=_by_urgency(shown, now),
        services=services,
        officials=officials,
        service=service,
        official=official,
        notes=cases.open_notes(commune),
        clarifications=clarifying.open_in(commune),
        now=now,
    )


@bp.get("/gestion/mes-reponses")
@for_officials
def mine() -> str:
    """List what waits for this official: signatures first, then what is due, by urgency."""
    account, commune, now = current_account(), current_commune(), clock.now()
    responses = queries.to_sign(account)
    waiting = {response.proposal_id for response in responses}
    others = [
        promised
        for promised in cases.promised(commune)
        if promised.official == account and promised.proposal.id not in waiting
    ]
    return render_template(
        "answers/mine.html",
        responses=responses,
        groups=_by_urgency(others, now),
        clarifications=_signed_by(account, clarifying.open_in(commune)),
        now=now,
    )


def _signed_by(account: Account, asked: Iterable[Clarification]) -> list[Clarification]:
    return [one for one in asked if one.response.signed_by_id == account.id]


def _services(everything: Iterable[Promised]) -> list[Service]:
    found = {promised.service for promised in everything if promised.service}
    return sorted(found, key=lambda service: service.name)


def _officials(everything: Iterable[Promised]) -> list[Account]:
    found = {promised.official for promised in everything if promised.official}
    return sorted(found, key=lambda official: (official.display_name, official.id))


def _chosen(name: str, among: Sequence[Service | Account]) -> Service | Account | None:
    """Return what the address narrows the desk to; what is not on the list narrows nothing."""
    wanted = request.args.get(name, "")
    return next((one for one in among if str(one.id) == wanted), None)


def _by_urgency(due: Iterable[Promised], now: datetime) -> dict[str, list[Promised]]:
    """Sort what is due into late, within seven days, and later; each keeps its order."""
    today = clock.day_of(now)
    groups: dict[str, list[Promised]] = {"late": [], "soon": [], "later": []}
    for promised in due:
        days = (_due_on(promised) - today).days
        groups["late" if days < 0 else "soon" if days <= A_WEEK else "later"].append(promised)
    return groups


def _due_on(promised: Promised) -> date:
    due_on = promised.proposal.due_on
    assert due_on is not None, "only what is due is listed"  # noqa: S101
    return due_on
