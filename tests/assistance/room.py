"""A room with a console and computers, each a browser of its own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from participe.accounts.models import SignIn
from participe.assistance.models.people import Participant
from participe.assistance.models.stations import Station
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.codes import hash_short_code
from tests.browser import Browser
from tests.factories import (
    a_consultation,
    a_participant,
    a_phase,
    a_proposal,
    an_assisted_session,
)

PIN = "4711"


IDEA = "Un banc à l’ombre près de l’école"


WORDS = "Ma phrase qui ne se perd pas."


class Room:
    """A session under way, its facilitator's browser, and the browser of another computer."""

    def __init__(self, app: Flask) -> None:
        consultation = a_consultation(phases=[a_phase(PhaseKind.PROPOSE)])
        self.session = an_assisted_session(consultation=consultation, pin_hash=hash_short_code(PIN))
        self.participant: Participant = a_participant(
            session=self.session, display_name="Mésange", place=1
        )
        self.proposal = a_proposal(consultation=consultation)
        self.home = f"/{self.session.commune.slug}"
        self.console = f"{self.home}/seances/{self.session.number}"
        self.facilitator = Browser(app).sign_in(self.session.facilitator)
        self.computer = Browser(app)

    def join(self) -> BeautifulSoup:
        self.facilitator.post(f"{self.console}/poste", status=303)
        station = db.session.scalars(db.select(Station).where(Station.join_digits != "")).one()
        return self.computer.submit(f"{self.home}/poste", {"digits": station.join_digits})

    def hand(self, participant: Participant | None = None, *, station: int = 1) -> None:
        place = (participant or self.participant).place
        path = f"{self.console}/confier/{place}"
        self.facilitator.post(path, {"station": str(station)}, status=303)

    def begin(self) -> BeautifulSoup:
        self.join()
        self.hand()
        return self.computer.submit(f"{self.home}/poste/commencer")

    def key(self) -> dict[str, object]:
        with self.computer.client.session_transaction() as session:
            return dict(session)

    def living(self) -> int:
        """Count the sessions that work now, of participants."""
        rows = db.session.scalars(db.select(SignIn)).all()
        alive = [row for row in rows if row.is_alive(clock.now(), self.computer.app.config)]
        return sum(row.account.is_participant for row in alive)

    def let_pass(self, monkeypatch: pytest.MonkeyPatch, **time: float) -> None:
        later = clock.now() + timedelta(**time)
        monkeypatch.setattr(clock, "now", lambda: later)


def rooms_of_the_house(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(("/<commune>/gestion", "/<commune>/seances", "/<commune>/mon-es")):
            values = {name: "1" for name in rule.arguments if name != "commune"}
            for name, converter in rule._converters.items():  # noqa: SLF001 -- how it is typed
                if type(converter).__name__ == "Number":
                    values[name] = 1  # type: ignore[assignment]
            yield str(rule.build({"commune": "COMMUNE", **values})[1])  # type: ignore[index]
