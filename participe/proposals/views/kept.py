"""What drafts add to signing in, to “Mon espace”, to the export, and to what erasure removes."""

from typing import Any, cast

from flask import Flask, flash
from flask.blueprints import BlueprintSetupState

from participe.accounts import intentions
from participe.accounts.events import PersonErased
from participe.accounts.models import Account
from participe.accounts.space import EXPORTS, SECTIONS, Section
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock, events
from participe.kernel.errors import Refusal
from participe.proposals.errors import DraftGone
from participe.proposals.models import ProposalDraft
from participe.proposals.queries import drafts
from participe.proposals.services import drafting
from participe.proposals.views import publishing, writing
from participe.proposals.views.blueprint import bp

RANK = 30


@bp.record
def register(state: BlueprintSetupState) -> None:
    """Put everything in its place in the application that has these pages."""
    app = cast("Flask", state.app)
    intentions.register(app, "propose", publish_kept)
    events.subscribe(app, PersonErased, lambda event: drafting.forget_of(event.person))
    SECTIONS.add(app, _my_drafts)
    EXPORTS.add(app, _exported)


def publish_kept(account: Account, payload: dict[str, Any]) -> str:
    """Publish what a visitor wanted to, once signed in; refused or not, the draft is theirs."""
    draft = drafts.find(current_commune(), payload["draft"], clock.now())
    if draft is None:
        raise DraftGone
    if not draft.is_published:
        drafting.claim(draft, account)
    try:
        with db.session.begin_nested():
            return publishing.publish_as(account, draft)
    except Refusal as refusal:
        flash(str(refusal), "error")
        return writing.address("check", draft.consultation, draft)


def _my_drafts(account: Account) -> Section:
    """List what is under way, with what this browser began before its person signed in."""
    held = drafts.under_way(current_commune(), account.id, writing.key_hash(), clock.now())
    return Section(RANK, "proposals/propose/drafts.html", {"drafts": held})


def _exported(account: Account) -> tuple[str, Any]:
    held = drafts.under_way(current_commune(), account.id, writing.key_hash(), clock.now())
    return "brouillons", [_as_values(draft) for draft in held]


def _as_values(draft: ProposalDraft) -> dict[str, str]:
    return {
        "consultation": draft.consultation.title,
        "idée": draft.title,
        "explication": draft.body,
        "lieu": draft.locality,
        "enregistré le": draft.saved_at.isoformat(),
        "gardé jusqu’au": draft.expires_at.isoformat(),
    }
