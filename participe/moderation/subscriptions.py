"""What moderation adds to a person's own space, to their export, and to what is erased."""

from typing import Any

from flask import Flask

from participe.accounts.events import PersonErased
from participe.accounts.models import Account
from participe.accounts.space import EXPORTS, SECTIONS, Section
from participe.kernel import events
from participe.kernel.chores import CHORES
from participe.moderation import services, wording
from participe.moderation.queries import decisions as queries
from participe.moderation.queries import notices

SHOWN = 20  # of somebody's notices, in their own space; the export has all


def register(app: Flask) -> None:
    """Put everything in its place."""
    SECTIONS.add(app, _decisions)
    SECTIONS.add(app, _notices)
    EXPORTS.add(app, _decisions_exported)
    EXPORTS.add(app, _notices_exported)
    events.subscribe(app, PersonErased, lambda event: services.forget_address(event.person))
    CHORES.add(app, services.forget)


def _decisions(account: Account) -> Section:
    return Section(15, "moderation/space.html", {"decisions": queries.restrictions_of(account)})


def _notices(account: Account) -> Section:
    newest = list(reversed(notices.sent_by(account)))[:SHOWN]
    return Section(50, "moderation/my_notices.html", {"notices": newest, "words": wording})


def _decisions_exported(account: Account) -> tuple[str, Any]:
    return "decisions", [
        {
            "numero": decision.id,
            "texte": decision.contribution.body,
            "decide_le": decision.decided_at.isoformat(),
            "regle": str(wording.GROUNDS[decision.ground]) if decision.ground else "",
            "raison": decision.reason,
            "message": decision.message,
        }
        for decision in queries.restrictions_of(account)
    ]


def _notices_exported(account: Account) -> tuple[str, Any]:
    return "signalements", [
        {
            "numero": notice.number,
            "regle": str(wording.GROUNDS[notice.ground]),
            "vos_mots": notice.words,
            "envoye_le": notice.received_at.isoformat(),
            "decision": str(wording.MEASURES[notice.decision.measure]) if notice.decision else "",
        }
        for notice in notices.sent_by(account)
    ]
