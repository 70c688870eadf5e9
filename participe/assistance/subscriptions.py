"""What assistance adds to the pages, registries and events of the packages below."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask, url_for

from participe.accounts.events import PersonErased
from participe.accounts.models import Account
from participe.accounts.space import EXPORTS
from participe.assistance import session
from participe.assistance.events import SessionClosed
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import journal
from participe.assistance.queries import sessions as queries
from participe.assistance.services import noting, places, sessions, stations, validity
from participe.communes.events import DigitalSpaceRemoved
from participe.kernel import events
from participe.kernel.chores import CHORES


def register(app: Flask) -> None:
    """Put everything in its place."""
    for kind, note in noting.NOTED.items():
        events.subscribe(app, kind, note)
    session.register(app)
    events.subscribe(app, SessionClosed, _leave_stations)
    events.subscribe(app, DigitalSpaceRemoved, lambda event: places.forget(event.space))
    events.subscribe(app, PersonErased, lambda event: places.leave(event.person, at=event.at))
    EXPORTS.add(app, _exported_sessions)
    CHORES.add(app, sessions.close_left_open)
    CHORES.add(app, validity.forget_codes)


def _leave_stations(event: SessionClosed) -> None:
    stations.leave_all(event.session, at=event.at)


def _exported_sessions(account: Account) -> tuple[str, Any]:
    """Give the sessions that somebody ran, with their counts: nothing of who took part."""
    led = queries.led_by(account)
    closings = journal.closings(led) if led else {}
    return "seances_animees", [_exported(one, closings.get(one.id, {})) for one in led]


def _exported(one: AssistedSession, closing: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "numero": one.number,
        "consultation": one.consultation.title,
        "lieu": f"{one.space.name}, {one.space.address}",
        "prevue_le": one.planned_for.isoformat(),
        "ouverte_le": _iso(one.opened_at),
        "fermee_le": _iso(one.closed_at),
        "annulee_le": _iso(one.cancelled_at),
        "entrainement": one.is_practice,
        "personnes": closing.get("people", ""),
        "contributions": closing.get("contributions", ""),
        "soutiens": closing.get("supports", ""),
        "ont_juste_ecoute": one.listeners,
        "questions_notees": one.questions,
        "adresse": url_for("assistance.report", session_number=one.number, _external=True),
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
