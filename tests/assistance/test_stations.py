"""Computers of a session: four digits, one person each, and nothing left behind."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from flask import Flask

from participe.accounts.models import SignIn
from participe.accounts.services import signing_in
from participe.assistance.errors import (
    AccordRevoked,
    AlreadySeated,
    NotHanded,
    NotJoined,
    NotUnderWay,
    PinSpent,
    SessionOver,
    StationTaken,
    WrongDigits,
    WrongPin,
)
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.models.stations import Station
from participe.assistance.queries import stations as queries
from participe.assistance.services import people, returning, sessions, stations
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel.codes import hash_short_code, hash_token
from participe.kernel.limits import TooOften
from tests.databases import on_both
from tests.factories import a_commune, a_participant, an_assisted_session
from tests.together import together

pytestmark = [on_both, pytest.mark.usefixtures("app")]

IDLE = timedelta(minutes=3)


def a_station(session: AssistedSession, at: datetime) -> Station:
    station = stations.invite(session, at=at)
    stations.join(session.commune, station.join_digits, place="EPN", at=at)
    db.session.commit()
    return station


def hand(station: Station, participant: Participant, at: datetime) -> None:
    by = station.session.facilitator
    stations.hand(station, participant, by=by, idle=IDLE, at=at)


def begin(app: Flask, station: Station, at: datetime) -> str:
    participant = stations.begin(station, at=at)
    return signing_in.begin_session(participant, on_public_computer=True, config=app.config, at=at)


def is_alive(app: Flask, token: str, at: datetime) -> bool:
    sign_in = db.session.scalars(
        db.select(SignIn).where(SignIn.token_hash == hash_token(token))
    ).one()
    return sign_in.is_alive(at, app.config)


class TestJoining:
    def test_the_digits_work_once_and_only_a_hash_of_the_key_is_kept(self, noon: datetime) -> None:
        session = an_assisted_session()
        station = stations.invite(session, at=noon)
        digits = station.join_digits

        token = stations.join(session.commune, digits, place="EPN", at=noon)

        assert station.token_hash == hash_token(token)
        assert queries.by_token(session.commune, hash_token(token)) is station
        with pytest.raises(WrongDigits):
            stations.join(session.commune, digits, place="EPN", at=noon)

    def test_the_digits_live_ten_minutes(self, noon: datetime) -> None:
        session = an_assisted_session()
        station = stations.invite(session, at=noon)
        digits, number = station.join_digits, station.number
        late = noon + stations.DIGITS_LIFE

        with pytest.raises(WrongDigits):
            stations.join(session.commune, digits, place="EPN", at=late)

        again = stations.invite(session, at=late)
        assert again.number == number, "the computer that never came gets new digits"

    def test_digits_of_another_commune_or_of_a_closed_session_do_not_work(
        self, noon: datetime
    ) -> None:
        session = an_assisted_session()
        station = stations.invite(session, at=noon)

        with pytest.raises(WrongDigits):
            stations.join(a_commune(), station.join_digits, place="EPN", at=noon)
        session.closed_at = noon
        with pytest.raises(WrongDigits):
            stations.join(session.commune, station.join_digits, place="EPN", at=noon)

    def test_no_two_computers_of_a_commune_show_the_same_digits(
        self, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        session = an_assisted_session()
        other = an_assisted_session(commune=session.commune)
        drawn = iter(["1234", "1234", "5678"])
        monkeypatch.setattr(stations, "_draw", lambda: next(drawn))

        shown = [stations.invite(one, at=noon).join_digits for one in (session, other)]

        assert shown == ["1234", "5678"]

    def test_guesses_are_counted_by_place_and_by_commune(self, noon: datetime) -> None:
        """A network that guesses shuts out itself first, and the commune only much later."""
        session = an_assisted_session()
        digits = stations.invite(session, at=noon).join_digits
        wrong = "0000" if digits != "0000" else "1111"
        for _ in range(stations.TRIES_FROM_PLACE.times):
            with pytest.raises(WrongDigits):
                stations.join(session.commune, wrong, place="elsewhere", at=noon)

        with pytest.raises(TooOften):
            stations.join(session.commune, digits, place="elsewhere", at=noon)
        assert stations.join(session.commune, digits, place="EPN", at=noon)

    def test_many_networks_together_guess_no_more_than_a_commune_allows(
        self, noon: datetime
    ) -> None:
        session = an_assisted_session()
        digits = stations.invite(session, at=noon).join_digits
        wrong = "0000" if digits != "0000" else "1111"
        for n in range(stations.TRIES_IN_COMMUNE.times):
            with pytest.raises(WrongDigits):
                stations.join(session.commune, wrong, place=f"network {n}", at=noon)

        with pytest.raises(TooOften):
            stations.join(session.commune, digits, place="EPN", at=noon)

    def test_two_browsers_with_the_same_digits_are_not_one_computer(
        self, app: Flask, noon: datetime
    ) -> None:
        session = an_assisted_session()
        digits = stations.invite(session, at=noon).join_digits
        commune_id, places = session.commune_id, count()

        def act() -> str:
            commune = db.session.get(Commune, commune_id)
            assert commune is not None
            return stations.join(commune, digits, place=f"{next(places)}", at=noon)

        results = together(app, 4, act)

        assert sorted(type(result).__name__ for result in results) == ["WrongDigits"] * 3 + ["str"]


class TestHanding:
    def test_two_computers_racing_on_one_person_get_them_once(
        self, app: Flask, noon: datetime
    ) -> None:
        session = an_assisted_session()
        participant = a_participant(session=session)
        ids = [a_station(session, noon).id for _ in range(4)]
        number, who = count(), participant.id

        def act() -> None:
            station = db.session.get(Station, ids[next(number)])
            person = db.session.get(Participant, who)
            assert station is not None
            assert person is not None
            hand(station, person, noon)

        results = together(app, 4, act)

        refused = [result for result in results if result is not None]
        assert [type(error) for error in refused] == [AlreadySeated] * 3
        assert "déjà à un poste" in str(refused[0])

    def test_two_people_racing_on_one_computer_do_not_share_it(
        self, app: Flask, noon: datetime
    ) -> None:
        session = an_assisted_session()
        station_id = a_station(session, noon).id
        ids = [a_participant(session=session).id for _ in range(4)]
        number = count()

        def act() -> None:
            station = db.session.get(Station, station_id)
            person = db.session.get(Participant, ids[next(number)])
            assert station is not None
            assert person is not None
            hand(station, person, noon)

        results = together(app, 4, act)

        refused = [type(result) for result in results if result is not None]
        assert refused == [StationTaken] * 3

    def test_a_computer_that_did_not_join_is_handed_to_nobody(self, noon: datetime) -> None:
        session = an_assisted_session()
        station = stations.invite(session, at=noon)

        with pytest.raises(NotJoined):
            hand(station, a_participant(session=session), noon)

    def test_who_took_their_accord_back_is_handed_nothing(self, noon: datetime) -> None:
        session = an_assisted_session()
        participant = a_participant(session=session)
        station = a_station(session, noon)
        participant.consents[0].revoked_at = noon
        db.session.commit()

        with pytest.raises(AccordRevoked):
            hand(station, participant, noon)

    def test_a_closed_session_hands_nothing(self, noon: datetime) -> None:
        session = an_assisted_session()
        participant = a_participant(session=session)
        station = a_station(session, noon)
        session.closed_at = noon
        db.session.commit()

        with pytest.raises(SessionOver):
            hand(station, participant, noon)


class TestBeginningAndLeaving:
    def test_nobody_begins_whose_accord_was_taken_back_meanwhile(self, noon: datetime) -> None:
        session = an_assisted_session()
        station, participant = a_station(session, noon), a_participant(session=session)
        hand(station, participant, noon)
        participant.consents[0].revoked_at = noon
        db.session.commit()

        with pytest.raises(AccordRevoked):
            stations.begin(station, at=noon)

    def test_an_accord_that_is_taken_back_frees_the_computer(self, noon: datetime) -> None:
        session = an_assisted_session()
        station, participant = a_station(session, noon), a_participant(session=session)
        hand(station, participant, noon)

        people.revoke_consent(participant, by=session.facilitator, at=noon)

        assert station.participant_id is None

    def test_one_begins_once_and_only_where_one_was_handed(
        self, app: Flask, noon: datetime
    ) -> None:
        session = an_assisted_session()
        station = a_station(session, noon)
        with pytest.raises(NotHanded):
            stations.begin(station, at=noon)
        hand(station, a_participant(session=session), noon)

        begin(app, station, noon)

        with pytest.raises(NotHanded):
            stations.begin(station, at=noon)

    def test_what_was_open_ends_on_the_server(self, app: Flask, noon: datetime) -> None:
        session = an_assisted_session()
        participant = a_participant(session=session)
        station = a_station(session, noon)
        hand(station, participant, noon)
        token = begin(app, station, noon)
        assert is_alive(app, token, noon)

        stations.finish(participant, at=noon)

        assert not is_alive(app, token, noon)
        assert station.participant_id is None
        hand(station, participant, noon)  # and the computer can be handed again

    def test_after_three_minutes_a_computer_is_free_again(self, app: Flask, noon: datetime) -> None:
        session = an_assisted_session()
        first, second = (a_participant(session=session) for _ in range(2))
        station = a_station(session, noon)
        hand(station, first, noon)
        token = begin(app, station, noon)
        db.session.commit()
        with pytest.raises(StationTaken):
            hand(station, second, noon + IDLE - timedelta(seconds=1))
        db.session.rollback()
        assert queries.board(session, IDLE, noon + IDLE).free == [station]

        hand(station, second, noon + IDLE)

        assert station.participant_id == second.id
        assert not is_alive(app, token, noon + IDLE)

    def test_closing_the_session_ends_what_is_open_and_every_key(
        self, app: Flask, noon: datetime
    ) -> None:
        session = an_assisted_session()
        station = a_station(session, noon)
        hand(station, a_participant(session=session), noon)
        token, key = begin(app, station, noon), station.token_hash

        sessions.close(session, by=session.facilitator, questions="", at=noon)

        assert not is_alive(app, token, noon)
        assert queries.by_token(session.commune, key) is None


class TestTheFacilitatorsOwnComputer:
    @pytest.fixture
    def session(self) -> AssistedSession:
        return an_assisted_session(pin_hash=hash_short_code("4711"))

    def lent(self, session: AssistedSession, at: datetime) -> Station:
        station, _key = stations.lend(
            session, by=session.facilitator, on_public_computer=False, at=at
        )
        db.session.commit()
        return station

    def test_the_pin_gives_it_back(self, session: AssistedSession, noon: datetime) -> None:
        station = self.lent(session, noon)

        owner = returning.take_back(station, "4711", at=noon)

        assert owner is session.facilitator
        assert station.left_at == noon
        assert self.lent(session, noon).number == station.number, "it is the same computer"

    def test_five_tries_then_only_an_ordinary_sign_in(
        self, session: AssistedSession, noon: datetime
    ) -> None:
        station = self.lent(session, noon)
        for _ in range(returning.TRIES):
            with pytest.raises(WrongPin):
                returning.take_back(station, "0000", at=noon)

        with pytest.raises(PinSpent):
            returning.take_back(station, "4711", at=noon)

    def test_tries_at_once_are_five_at_most(
        self, app: Flask, session: AssistedSession, noon: datetime
    ) -> None:
        station_id = self.lent(session, noon).id

        def act() -> None:
            station = db.session.get(Station, station_id)
            assert station is not None
            returning.take_back(station, "0000", at=noon)

        results = together(app, 8, act)

        kinds = sorted(type(result).__name__ for result in results)
        assert kinds == ["PinSpent"] * 3 + ["WrongPin"] * 5

    def test_the_pin_opens_no_other_computer(
        self, session: AssistedSession, noon: datetime
    ) -> None:
        with pytest.raises(NotUnderWay):
            returning.take_back(a_station(session, noon), "4711", at=noon)

    def test_who_runs_the_session_no_more_gets_nothing_back(
        self, session: AssistedSession, noon: datetime
    ) -> None:
        station = self.lent(session, noon)
        session.facilitator.grants[0].withdrawn_at = noon
        db.session.commit()
        db.session.expire_all()

        with pytest.raises(NotUnderWay):
            returning.take_back(station, "4711", at=noon)
