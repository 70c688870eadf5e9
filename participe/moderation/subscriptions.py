"""What moderation adds to a person's own space and to the export of what is theirs."""

from typing import Any

from flask import Flask

from participe.accounts.models import Account
from participe.accounts.space import EXPORTS, SECTIONS, Section
from participe.kernel.chores import CHORES
from participe.moderation import queries, services, wording


def register(app: Flask) -> None:
    """Put everything in its place."""
    SECTIONS.add(app, _decisions)
    EXPORTS.add(app, _decisions_exported)
    EXPORTS.add(app, _notices_exported)
    CHORES.add(app, services.forget)


def _decisions(account: Account) -> Section:
    return Section(15, "moderation/space.html", {"decisions": queries.restrictions_of(account)})


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
        for notice in queries.sent_by(account)
    ]
