"""What suggested wordings add to signing in, to “Mon espace” and to the export."""

from typing import Any, cast

from flask import Flask, flash, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from participe.accounts import intentions
from participe.accounts.models import Account
from participe.accounts.space import EXPORTS, SECTIONS, Section
from participe.communes.tenancy import current_commune
from participe.kernel import clock
from participe.proposals.errors import NoLongerPublic
from participe.proposals.models import Amendment
from participe.proposals.queries import amending as queries
from participe.proposals.queries import finding
from participe.proposals.services import amending
from participe.proposals.views.blueprint import bp
from participe.proposals.wording import amendments as amendment_words

RANK = 25
WAITING_RANK = 5  # what somebody waits for comes before all that is read


@bp.record
def register(state: BlueprintSetupState) -> None:
    """Put everything in its place in the application that has these pages."""
    app = cast("Flask", state.app)
    intentions.register(app, "amend", suggest_kept)
    SECTIONS.add(app, _waiting)
    SECTIONS.add(app, _my_amendments)
    EXPORTS.add(app, _exported)


def suggest_kept(account: Account, payload: dict[str, Any]) -> str:
    """Publish what a visitor suggested before they signed in."""
    proposal = finding.find_to_change(current_commune(), payload["number"])
    if proposal is None:
        raise NoLongerPublic
    title, body = payload["text"]
    amendment = amending.suggest(
        proposal,
        author=account,
        text=(title, body),
        why=payload["why"],
        based_on=payload["based_on"],
        at=clock.now(),
    )
    flash(_("Votre reformulation est publiée. La personne qui a écrit est prévenue."), "success")
    return url_for("proposals.amendment", number=proposal.number, amendment_id=amendment.id)


def _waiting(account: Account) -> Section:
    waiting = queries.waiting_for(account)
    return Section(WAITING_RANK, "proposals/waiting_amendments.html", {"waiting": waiting})


def _my_amendments(account: Account) -> Section:
    context = {"amendments": queries.written_by(account), "amendment_words": amendment_words}
    return Section(RANK, "proposals/my_amendments.html", context)


def _exported(account: Account) -> tuple[str, Any]:
    return "reformulations", [_as_values(a) for a in queries.written_by(account, limit=None)]


def _as_values(amendment: Amendment) -> dict[str, Any]:
    number = amendment.proposal.number
    return {
        "proposition": number,
        "titre": amendment.title,
        "texte": amendment.body,
        "pourquoi": amendment.why,
        "publiee_le": amendment.published_at.isoformat(),
        "retiree_le": amendment.withdrawn_at.isoformat() if amendment.withdrawn_at else "",
        "masquee": amendment.hidden_reason or "",
        "reponse": str(amendment_words.decision(amendment).words),
        "mot_de_la_reponse": amendment.word,
        "repondue_le": amendment.decided_at.isoformat() if amendment.decided_at else "",
        "devenue_la_proposition": amendment.became.number if amendment.became else "",
        "adresse": url_for(
            "proposals.amendment", number=number, amendment_id=amendment.id, _external=True
        ),
    }
