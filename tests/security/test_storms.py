"""The storm of one commune leaves the others standing (T-122).

What is counted is counted by person, text, session or commune: all that is spent in one commune
leaves the next one its own, also from the same network and under the same address. How long a
page takes meanwhile is not measured here.
"""

import hashlib
from datetime import datetime

from flask import Flask
from sqlalchemy import func, select, update

from participe.accounts.models import Intention
from participe.accounts.services import keeping
from participe.assistance.models.stations import Station
from participe.assistance.services import receipts, stations
from participe.consultations.phases import PhaseKind
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel.codes import new_code
from participe.kernel.limits import Limit, LimitCounter
from participe.moderation.models import Notice
from participe.notifications.models import Letter
from participe.proposals.models import ProposalDraft
from participe.proposals.views import writing
from tests.browser import Browser
from tests.databases import on_both
from tests.factories import (
    a_commune,
    a_consultation,
    a_participant,
    a_phase,
    a_proposal,
    a_resident,
    an_assisted_session,
)

pytestmark = on_both

EMAIL = "nadia@valbruyere.example"
# What anybody can use up for a whole commune, by sending enough of it.
OF_A_COMMUNE = (
    keeping.KEPT,
    receipts.TRIED_IN_COMMUNE,
    stations.TRIES_IN_COMMUNE,
    writing.SAVED_BY_VISITORS,
)


class Place:
    """A commune where everything is open, with a session, its receipt and its digits."""

    def __init__(self, app: Flask, at: datetime) -> None:
        self.app = app
        self.commune = a_commune()
        self.consultation = a_consultation(
            commune=self.commune, phases=[a_phase(PhaseKind.PROPOSE), a_phase(PhaseKind.DISCUSS)]
        )
        self.proposal = a_proposal(consultation=self.consultation)
        session = an_assisted_session(consultation=self.consultation)
        came = a_participant(session=session)
        self.code = receipts.issue(came, by=session.facilitator, at=at)
        self.digits, self.session_id = stations.invite(session, at=at).join_digits, session.id
        db.session.commit()

    def is_flooded(self) -> None:
        """Let somebody send one of everything, as long as nothing more of it is taken here."""
        self.is_visited(code=new_code(3), digits="0000")
        db.session.execute(update(LimitCounter).values(count=1_000_000))
        db.session.commit()

    def is_visited(self, *, code: str = "", digits: str = "") -> dict[str, int]:
        """Let a visitor and a resident do what they came for, and return what came of it."""
        before = self._counts()
        visitor, start = Browser(self.app), f"/{self.commune.slug}"
        asked = f"{start}/propositions/{self.proposal.number}"
        idea = {"title": "Un banc près du tilleul", "body": "On s’y repose."}
        visitor.open("POST", f"{start}/connexion", {"email": EMAIL})
        visitor.open("POST", f"{start}/consultations/{self.consultation.slug}/proposer", idea)
        visitor.open("POST", f"{asked}/soutenir")
        visitor.open("POST", f"{start}/signaler/{self.proposal.id}", {"ground": "spam"})
        opened = visitor.open("POST", f"{start}/suivi", {"receipt_code": code or self.code})
        Browser(self.app).open("POST", f"{start}/poste", {"digits": digits or self.digits})
        resident = Browser(self.app).sign_in(a_resident(commune=self.commune))
        resident.open("POST", f"{asked}/commenter", {"body": "Bonne idée."})
        after = self._counts()
        did = {name: count - before[name] for name, count in after.items()}
        return did | {"receipt opened": int(opened.status_code == 303)}

    def _counts(self) -> dict[str, int]:
        drafts = ProposalDraft.consultation_id == self.consultation.id
        joined = (Station.session_id == self.session_id) & (Station.token_hash != "")
        kept = (Intention.commune_id == self.commune.id) & (Intention.kind == "support")
        counted = {
            "code sent": (Letter, Letter.commune_id == self.commune.id),
            "draft kept": (ProposalDraft, drafts),
            "support kept": (Intention, kept),
            "text reported": (Notice, Notice.commune_id == self.commune.id),
            "computer joined": (Station, joined),
            "comment published": (Comment, Comment.commune_id == self.commune.id),
        }
        found = {
            name: db.session.scalar(select(func.count()).select_from(table).where(where)) or 0
            for name, (table, where) in counted.items()
        }
        db.session.rollback()
        return found


def test_what_is_used_up_in_one_commune_is_there_in_the_next(app: Flask, noon: datetime) -> None:
    """And it is used up, or this would prove nothing."""
    flooded, calm = Place(app, noon), Place(app, noon)

    flooded.is_flooded()

    assert {limit for limit in OF_A_COMMUNE if is_spent(limit, flooded)} == {*OF_A_COMMUNE}
    here, there = flooded.is_visited(), calm.is_visited()
    assert set(there.values()) == {1}, there
    # Whoever has an account is stopped by nobody's storm but their own.
    assert {name for name, count in here.items() if count} == {"comment published"}


def is_spent(limit: Limit, place: Place) -> bool:
    key = hashlib.sha256(f"{limit.name}:{place.commune.id}".encode()).hexdigest()
    return db.session.scalar(select(LimitCounter.id).where(LimitCounter.key == key)) is not None


def test_a_person_who_floods_stops_themselves_only(app: Flask, noon: datetime) -> None:
    place = Place(app, noon)
    path = f"/{place.commune.slug}/propositions/{place.proposal.number}/commenter"
    mallory, nadia = (
        Browser(app).sign_in(a_resident(commune=place.commune)) for _person in range(2)
    )
    mallory.open("POST", path, {"body": "Achetez."})
    db.session.execute(update(LimitCounter).values(count=1_000_000))
    db.session.commit()

    statuses = [
        browser.open("POST", path, {"body": "Bonne idée."}).status_code
        for browser in (mallory, nadia)
    ]

    assert statuses == [422, 303]
