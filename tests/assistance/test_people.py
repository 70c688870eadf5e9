"""Tests of the people of a session: their names, their accord, their limits, practice."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from participe.accounts.models import Channel, Person
from participe.assistance.errors import AccordRevoked, NoticeNotRead, PlaceFull, RoomFull
from participe.assistance.models.people import Consent, ConsentForm, Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import people as queries
from participe.assistance.services import kit, papers, people, practice, sessions
from participe.assistance.services.papers import Sheet
from participe.assistance.wording.people import GENTLE_NAMES
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import ProposalDraft
from tests.databases import on_both
from tests.factories import a_facilitator, a_participant, an_assisted_session
from tests.together import together

pytestmark = on_both
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    return an_assisted_session()


def add(session: AssistedSession, name: str = "", **more: object) -> Participant:
    usual = {"way": Way.ALONE, "consent": ConsentForm.SPOKEN, "at": clock.now()}
    values = usual | {"by": session.facilitator} | more
    return people.add(session, name=name, **values)  # type: ignore[arg-type]


class TestAdding:
    def test_somebody_gets_the_next_place_and_no_address(self, session: AssistedSession) -> None:
        first, second = add(session, "Colette"), add(session)

        assert (first.place, second.place) == (1, 2)
        assert (first.display_name, first.email) == ("Colette", None)
        assert first.consent is not None
        assert first.consent.given is ConsentForm.SPOKEN
        assert first.consent.notice_version == session.notice_version
        assert first.consent.recorded_by_id == session.facilitator_id

    def test_without_a_name_they_get_a_gentle_one_not_yet_used(
        self, session: AssistedSession
    ) -> None:
        names = [add(session).display_name for _person in range(15)]

        assert len(set(names)) == 15
        assert set(names) <= set(GENTLE_NAMES)

    def test_two_people_of_one_name_are_told_apart(self, session: AssistedSession) -> None:
        names = [add(session, name).display_name for name in ("Marie", "marie", "Marie")]

        assert names == ["Marie", "marie 2", "Marie 3"]

    def test_nobody_is_added_before_the_notice_was_read(self, session: AssistedSession) -> None:
        session.notice_version = None
        db.session.commit()

        with pytest.raises(NoticeNotRead):
            add(session)

    def test_two_at_once_get_two_places(self, app: Flask, session: AssistedSession) -> None:
        session_id = session.id

        def add_one() -> int:
            return add(db.session.get_one(AssistedSession, session_id)).place

        places = together(app, 4, add_one)

        assert sorted(places, key=str) == [1, 2, 3, 4]

    def test_the_channel_and_the_typist_follow_from_the_way(self, session: AssistedSession) -> None:
        alone, typed, paper = (add(session, way=way) for way in (Way.ALONE, Way.TYPED, Way.PAPER))

        assert (alone.channel, alone.typist) == (Channel.ASSISTED, alone)
        assert (typed.channel, typed.typist) == (Channel.ASSISTED, session.facilitator)
        assert (paper.channel, paper.typist) == (Channel.PAPER, session.facilitator)


class TestLimits:
    """A-12: one facilitator adds fifteen people in an hour, a place takes thirty."""

    def test_the_sixteenth_person_of_an_hour_is_refused(self, session: AssistedSession) -> None:
        for _person in range(15):
            a_participant(session=session)

        with pytest.raises(RoomFull):
            add(session)
        assert add(session, at=clock.now() + AN_HOUR).place

    def test_the_sixteenth_person_needs_a_second_facilitator(
        self, session: AssistedSession
    ) -> None:
        colleague = a_facilitator(commune=session.commune)
        for _person in range(15):
            add(session)

        with pytest.raises(RoomFull) as full:
            add(session)
        sixteenth = add(session, by=colleague)

        assert "Une ou un collègue peut ajouter la suivante" in str(full.value)

        assert sixteenth.place == 16
        assert sixteenth.consents[0].recorded_by_id == colleague.id

    def test_the_refusal_says_the_minute_from_which_one_more_can_be_added(
        self, session: AssistedSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        noon, later = clock.now(), clock.now() + timedelta(minutes=20, seconds=30)
        add(session)
        add(session, at=later)
        monkeypatch.setattr(people, "MOST_BY_ONE", 1)

        with pytest.raises(RoomFull, match="attendez 13\u00a0h\u00a021\\."):
            add(session, at=later)
        with pytest.raises(RoomFull):
            add(session, at=noon + timedelta(hours=1, minutes=20))
        assert add(session, at=noon + timedelta(hours=1, minutes=21)).place == 3

    def test_papers_and_files_take_no_room_of_people_added_by_hand(
        self, session: AssistedSession
    ) -> None:
        """They have limits of their own; who was added by hand counts with their paper too."""
        by, now = session.facilitator, clock.now()
        sheets = [Sheet(title=f"Planter le tilleul {n}") for n in range(30)]
        papers.enter_all(session, sheets, by=by, at=now)
        lines = [kit.Line(str(uuid4()), now, replace(one, way=Way.TYPED)) for one in sheets]
        kit.import_all(session, lines, by=by, at=now)

        by_hand = [add(session, way=Way.PAPER) for _person in range(15)]
        paper = Sheet(title="Un banc à l’ombre", of=by_hand[0].place)
        papers.enter_all(session, [paper], by=by, at=now)

        with pytest.raises(RoomFull):
            add(session)
        assert papers.enter_all(session, [Sheet(title="Un chêne")], by=by, at=now)[0].participant

    def test_people_of_a_practice_take_no_place_of_real_ones(
        self, session: AssistedSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(people, "MOST_IN_A_SPACE", 1)
        a_participant(session=an_assisted_session(space=session.space, is_practice=True))

        assert add(session).place

    def test_the_second_facilitator_has_the_same_measure(self, session: AssistedSession) -> None:
        colleague = a_facilitator(commune=session.commune)
        other = an_assisted_session(commune=session.commune)
        for _person in range(15):
            add(session, by=colleague)

        with pytest.raises(RoomFull):
            add(session, by=colleague)
        assert add(other, by=colleague)

    def test_a_space_takes_thirty_in_all_its_sessions(self, session: AssistedSession) -> None:
        for _other in range(2):
            other = an_assisted_session(commune=session.commune, space=session.space)
            for _person in range(15):
                a_participant(session=other)

        with pytest.raises(PlaceFull):
            add(session)


class TestAccord:
    def test_a_revoked_accord_stays_on_record_and_stops_the_person(
        self, session: AssistedSession
    ) -> None:
        participant = add(session)

        people.revoke_consent(participant, by=session.facilitator, at=clock.now())
        people.revoke_consent(participant, by=session.facilitator, at=clock.now() + AN_HOUR)

        assert [one.revoked_at for one in participant.consents] == [clock.now()]
        with pytest.raises(AccordRevoked):
            people.ensure_may_act(participant, clock.now())
        with pytest.raises(AccordRevoked):
            people.change_way(
                participant, way=Way.PAPER, stands_for=1, by=session.facilitator, at=clock.now()
            )

    def test_it_can_be_revoked_after_the_session(self, session: AssistedSession) -> None:
        participant = add(session)
        sessions.close(session, by=session.facilitator, questions="", at=clock.now())

        people.revoke_consent(participant, by=session.facilitator, at=clock.now())

        assert participant.consent is None


class TestPractice:
    def test_its_people_are_erased_when_it_closes(self, session: AssistedSession) -> None:
        """Invariant 5 of assisted sessions: practice leaves nothing but the session itself."""
        session.is_practice = True
        participant = add(session)
        db.session.add(
            ProposalDraft(
                consultation_id=session.consultation_id,
                person_id=participant.id,
                key_hash="",
                title="Essai",
                saved_at=clock.now(),
                expires_at=clock.now() + AN_HOUR,
            )
        )
        sessions.count_listeners(session, more=1, at=clock.now())
        db.session.commit()

        sessions.close(session, by=session.facilitator, questions="", at=clock.now())
        db.session.commit()

        kinds = db.session.scalars(db.select(Person.kind)).all()
        assert "participant" not in kinds
        assert db.session.scalars(db.select(Consent)).all() == []
        assert db.session.scalars(db.select(ProposalDraft)).all() == []
        assert session.listeners == 0

    def test_what_was_rehearsed_is_counted_on_the_console(self, session: AssistedSession) -> None:
        session.is_practice = True
        participant = add(session)

        practice.note_rehearsed(participant.id)
        db.session.commit()

        assert queries.of(session)[0].acts == 1
