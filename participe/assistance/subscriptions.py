"""What assistance adds to the pages, registries and events of the packages below."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask, url_for

from participe.accounts.events import PersonErased, RoleWithdrawn
from participe.accounts.models import Account, Role
from participe.accounts.space import EXPORTS, FIRST_PAGES
from participe.assistance import session
from participe.assistance.events import SessionClosed
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import claimed, journal
from participe.assistance.queries import places as spaces
from participe.assistance.queries import sessions as queries
from participe.assistance.services import claiming, noting, places, sessions, stations, validity
from participe.assistance.wording import people as words
from participe.communes.events import DigitalSpaceRemoved
from participe.kernel import clock, events
from participe.kernel.chores import CHORES


def register(app: Flask) -> None:
    """Put everything in its place."""
    for kind, note in noting.NOTED.items():
        events.subscribe(app, kind, note)
    session.register(app)
    events.subscribe(app, SessionClosed, _leave_stations)
    events.subscribe(app, DigitalSpaceRemoved, _forget_space)
    events.subscribe(app, RoleWithdrawn, _leave_spaces)
    events.subscribe(app, PersonErased, _forget)
    FIRST_PAGES.add(app, _first_page)
    EXPORTS.add(app, _exported_spaces)
    EXPORTS.add(app, _exported_sessions)
    EXPORTS.add(app, _exported_visits)
    CHORES.add(app, sessions.close_left_open)
    CHORES.add(app, validity.forget_codes)


def _leave_stations(event: SessionClosed) -> None:
    stations.leave_all(event.session, at=event.at)


def _forget_space(event: DigitalSpaceRemoved) -> None:
    places.forget(event.space, at=clock.now())


def _leave_spaces(event: RoleWithdrawn) -> None:
    """Take who is no facilitator any more off the spaces: given again, the role opens none."""
    grant = event.grant
    if grant.role is Role.FACILITATOR:
        assert grant.withdrawn_by, "somebody just withdrew it"  # noqa: S101
        assert grant.withdrawn_at, "somebody just withdrew it"  # noqa: S101
        places.leave(grant.person, by=grant.withdrawn_by, at=grant.withdrawn_at)


def _forget(event: PersonErased) -> None:
    places.leave(event.person, by=event.person, at=event.at)
    claiming.forget_names(event.person, at=event.at)


def _first_page(account: Account) -> str | None:
    """Lead who runs sessions and has no other work here to them: their own space is empty."""
    is_theirs = account.is_facilitator and not account.is_of_the_house
    return url_for("assistance.index") if is_theirs else None


def _exported_spaces(account: Account) -> tuple[str, Any]:
    """Give the spaces in which somebody runs sessions."""
    return "lieux_d_animation", [space.name for space in spaces.all_of(account)]


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


def _exported_visits(account: Account) -> tuple[str, Any]:
    """Give the sessions to which somebody came before they kept that in their account."""
    return "seances_suivies", [_visited(one) for one in claimed.taken_by(account)]


def _visited(one: Participant) -> dict[str, Any]:
    return {
        "consultation": one.session.consultation.title,
        "lieu": f"{one.session.space.name}, {one.session.space.address}",
        "ouverte_le": _iso(one.session.opened_at),
        "nom_choisi": one.display_name,
        "comment": str(words.WAYS[one.way]),
        "accords": [
            {
                "comment": str(words.CONSENTS[consent.given]),
                "notice": consent.notice_version,
                "donne_le": consent.given_at.isoformat(),
                "retire_le": _iso(consent.revoked_at),
            }
            for consent in one.consents
        ],
        "repris_le": _iso(one.claimed_at),
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
