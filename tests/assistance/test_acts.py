"""What is written in a session: always a person, an actor, a channel and a line of the journal."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from participe.accounts.models import Account, Channel, Person
from participe.answers.services import clarifying
from participe.assistance.errors import AccordRevoked, AccountNeeded, NotUnderWay, SessionOver
from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.people import Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import journal
from participe.assistance.reference import Act
from participe.assistance.services import people, rates, sessions
from participe.consultations.models import Consultation
from participe.consultations.phases import PhaseKind
from participe.contributions import services as contributions
from participe.contributions.models import Contribution
from participe.discussions import services as discussions
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.database import Base
from participe.kernel.errors import Refusal
from participe.kernel.limits import Limit
from participe.proposals.models import Proposal, Support
from participe.proposals.services import amending, drafting, publishing, supporting
from participe.texts.models import RemarkSupport, Stance
from participe.texts.services import remarking
from participe.texts.services import supporting as remark_supports
from tests.browser import Browser
from tests.browser import text as words
from tests.databases import on_both
from tests.factories import (
    a_consultation,
    a_participant,
    a_phase,
    a_proposal,
    a_remark,
    a_resident,
    a_support,
    a_text,
    an_answer,
    an_assisted_session,
)
from tests.texts.versions import the_wording

ONLINE_ONLY = {"amendment", "clarification", "observation"}  # refused in a session
TYPED = {Way.TYPED, Way.PAPER}


@pytest.fixture
def consultation(app: Flask) -> Consultation:  # noqa: ARG001
    return a_consultation(phases=[a_phase(PhaseKind.PROPOSE), a_phase(PhaseKind.DISCUSS)])


@pytest.fixture
def session(consultation: Consultation) -> AssistedSession:
    return an_assisted_session(consultation=consultation)


def _propose(person: Person, session: AssistedSession, at: datetime) -> Contribution:
    idea = publishing.Idea(session.consultation, "Un kiosque")
    return publishing.publish(idea, author=person, at=at)


def _propose_a_draft(person: Person, session: AssistedSession, at: datetime) -> Contribution:
    assert isinstance(person, Account)
    draft = drafting.start(
        session.consultation, person=person, key_hash="", text=("Un banc", ""), at=at
    )
    return publishing.publish_draft(draft, author=person, at=at, at_most=9)


def _comment(person: Person, session: AssistedSession, at: datetime) -> Contribution:
    assert isinstance(person, Account)
    return discussions.comment(
        a_proposal(consultation=session.consultation),
        consultation=session.consultation,
        author=person,
        body="Bonne idée.",
        at=at,
    )


def _remark(person: Person, session: AssistedSession, at: datetime) -> Contribution:
    assert isinstance(person, Account)
    wording = the_wording(a_text(consultation=session.consultation))
    return remarking.remark(
        wording.passage,
        seen=wording.version,
        author=person,
        stance=Stance.AGREE,
        body="",
        wording="",
        at=at,
    )


def _support(person: Person, session: AssistedSession, at: datetime) -> Support:
    supporting.support(a_proposal(consultation=session.consultation), person=person, at=at)
    return db.session.query(Support).filter_by(person_id=person.id).one()


def _support_remark(person: Person, session: AssistedSession, at: datetime) -> RemarkSupport:
    remark = a_remark(on=the_wording(a_text(consultation=session.consultation)))
    remark_supports.support(remark, person=person, at=at)
    return db.session.query(RemarkSupport).filter_by(person_id=person.id).one()


Write = Callable[[Person, AssistedSession, datetime], Any]
WRITES: dict[str, tuple[Act, Write]] = {
    "proposal": (Act.PROPOSED, _propose),
    "proposal from a draft": (Act.PROPOSED, _propose_a_draft),
    "comment": (Act.COMMENTED, _comment),
    "remark": (Act.REMARKED, _remark),
    "support": (Act.SUPPORTED, _support),
    "remark_support": (Act.SUPPORTED, _support_remark),
}


def lines_of(person: Participant) -> list[JournalEntry]:
    lines = journal.of_sessions([person.session])
    return [line for line in lines if line.participant_id == person.id]


def test_every_table_that_says_who_typed_is_tried_below() -> None:
    """A-8, invariant 4: a new kind of contribution or support is added here, or this fails."""
    kinds = {
        str(mapper.polymorphic_identity)
        for mapper in Contribution.__mapper__.self_and_descendants
        if mapper.class_ is not Contribution
    }
    tables = {
        table.name
        for table in Base.metadata.tables.values()
        if "acted_by_id" in table.columns and table.name != "contribution"
    }

    assert kinds | tables == {name for name in WRITES if " " not in name} | ONLINE_ONLY


@on_both
@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("what", WRITES)
def test_no_write_without_person_actor_channel_and_line(
    what: str, way: Way, session: AssistedSession, noon: datetime
) -> None:
    """A-8, invariant 4."""
    act, write = WRITES[what]
    person = a_participant(session=session, way=way)
    typist = session.facilitator if way in TYPED else person

    written = write(person, session, noon)

    author_id = written.author_id if isinstance(written, Contribution) else written.person_id
    assert author_id == person.id
    assert written.acted_by_id == typist.id
    assert written.channel is (Channel.PAPER if way is Way.PAPER else Channel.ASSISTED)
    (line,) = lines_of(person)
    assert (line.act, line.actor_id, line.session_id) == (act, typist.id, session.id)


@pytest.mark.parametrize("what", WRITES)
def test_what_a_resident_writes_is_theirs_and_in_no_journal(
    what: str, session: AssistedSession, noon: datetime
) -> None:
    _act, write = WRITES[what]
    person = a_resident(commune=session.commune)

    written = write(person, session, noon)

    assert (written.acted_by_id, written.channel) == (person.id, Channel.ONLINE)
    assert not journal.of_sessions([session])


@pytest.mark.parametrize("what", WRITES)
class TestAfterwards:
    """A-13: nothing is written once the session is over or the accord is revoked."""

    def refused(self, what: str, person: Participant, at: datetime, why: type[Refusal]) -> None:
        before = len(journal.of_sessions([person.session]))
        db.session.commit()
        with pytest.raises(why):
            WRITES[what][1](person, person.session, at)
        db.session.rollback()
        assert not db.session.query(Contribution).filter_by(author_id=person.id).count()
        assert not db.session.query(Support).filter_by(person_id=person.id).count()
        assert len(journal.of_sessions([person.session])) == before

    def test_when_it_was_closed(self, what: str, session: AssistedSession, noon: datetime) -> None:
        person = a_participant(session=session)
        sessions.close(session, by=session.facilitator, questions="", at=noon)

        self.refused(what, person, noon, SessionOver)

    def test_when_its_four_hours_are_over(
        self, what: str, session: AssistedSession, noon: datetime
    ) -> None:
        person = a_participant(session=session)

        self.refused(what, person, noon + timedelta(hours=4), SessionOver)

    def test_before_it_is_opened(
        self, what: str, consultation: Consultation, noon: datetime
    ) -> None:
        session = an_assisted_session(consultation=consultation, opened_at=None)

        self.refused(what, a_participant(session=session), noon, NotUnderWay)

    @pytest.mark.parametrize("way", [Way.ALONE, Way.PAPER])
    def test_when_the_accord_is_revoked(
        self, what: str, way: Way, session: AssistedSession, noon: datetime
    ) -> None:
        person = a_participant(session=session, way=way)
        people.revoke_consent(person, by=session.facilitator, at=noon)

        self.refused(what, person, noon, AccordRevoked)

    def test_papers_of_the_session_are_still_typed_in(
        self, what: str, session: AssistedSession, noon: datetime
    ) -> None:
        """A-25."""
        person = a_participant(session=session, way=Way.PAPER)
        sessions.close(session, by=session.facilitator, questions="", at=noon)

        written = WRITES[what][1](person, session, noon + timedelta(hours=5))

        assert written.channel is Channel.PAPER


def test_taking_back_stays_possible_and_is_noted(session: AssistedSession, noon: datetime) -> None:
    person = a_participant(session=session)
    proposal = _propose(person, session, noon)
    assert isinstance(proposal, Proposal)
    supporting.support(proposal, person=person, at=noon)
    sessions.close(session, by=session.facilitator, questions="", at=noon)

    supporting.withdraw_support(proposal, person=person, at=noon)
    contributions.withdraw(proposal, reason="Autre idée.", at=noon)

    acts = [line.act for line in lines_of(person)]
    assert acts == [Act.PROPOSED, Act.SUPPORTED, Act.SUPPORT_TAKEN_BACK, Act.WITHDRAWN]


def test_a_correction_is_noted_and_asks_for_the_accord(
    session: AssistedSession, noon: datetime
) -> None:
    person = a_participant(session=session, way=Way.TYPED)
    comment = _comment(person, session, noon)
    contributions.revise(comment, by=person, text=("", "Mieux dit."), based_on=1, at=noon)
    people.revoke_consent(person, by=session.facilitator, at=noon)
    db.session.commit()

    with pytest.raises(AccordRevoked):
        contributions.revise(comment, by=person, text=("", "Trop tard."), based_on=2, at=noon)
    db.session.rollback()

    lines = lines_of(person)
    assert [line.act for line in lines] == [Act.COMMENTED, Act.REVISED, Act.CONSENT_REVOKED]
    assert lines[1].actor_id == session.facilitator_id


class TestWhatNeedsAnAccount:
    def test_another_wording_is_refused(self, session: AssistedSession, noon: datetime) -> None:
        person = a_participant(session=session)
        proposal = a_proposal(consultation=session.consultation)

        with pytest.raises(AccountNeeded):
            amending.suggest(
                proposal, author=person, text=("Autre titre", "Autre"), why="", based_on=1, at=noon
            )

    def test_a_question_on_an_answer_is_refused(
        self, session: AssistedSession, noon: datetime
    ) -> None:
        person = a_participant(session=session)
        proposal = a_proposal(consultation=session.consultation)
        a_support(of=proposal, by=person)
        an_answer(to=proposal)

        with pytest.raises(AccountNeeded):
            clarifying.ask(proposal, author=person, body="Quand ?", at=noon)

    def test_no_page_offers_it(self, session: AssistedSession, browser: Browser) -> None:
        proposal = a_proposal(consultation=session.consultation)
        address = f"/{session.commune.slug}/propositions/{proposal.number}-{proposal.slug}"

        for_resident = browser.sign_in(a_resident(commune=session.commune)).get(address)
        for_participant = browser.sign_in(a_participant(session=session)).get(address)

        assert for_resident.select(f'a[href$="/{proposal.number}/reformuler"]')
        assert not for_participant.select(f'a[href$="/{proposal.number}/reformuler"]')


class TestTheFacilitator:
    """A-9, invariant 4: never in the place of a person of the session."""

    def test_supports_only_as_themself(self, session: AssistedSession, browser: Browser) -> None:
        person = a_participant(session=session)
        proposal = a_proposal(consultation=session.consultation)
        fields = {"person": person.id, "participant": person.id, "person_id": person.id}

        browser.sign_in(session.facilitator).submit(
            f"/{session.commune.slug}/propositions/{proposal.number}/soutenir", fields
        )

        (given,) = db.session.query(Support).all()
        assert (given.person_id, given.channel) == (session.facilitator_id, Channel.ONLINE)

    def test_does_not_open_a_person_after_the_session(
        self, session: AssistedSession, browser: Browser, noon: datetime
    ) -> None:
        person = a_participant(session=session)
        browser.sign_in(person)
        sessions.close(session, by=session.facilitator, questions="", at=noon)
        db.session.commit()
        proposal = a_proposal(consultation=session.consultation)
        start = f"/{session.commune.slug}/propositions/{proposal.number}"

        browser.open("POST", f"{start}/soutenir")
        browser.open("POST", f"{start}/commenter", {"body": "Un mot."})

        assert not db.session.query(Support).count()
        assert [one.author_id for one in db.session.query(Contribution)] == [proposal.author_id]

    def test_changes_and_removes_nothing_of_a_person(
        self, session: AssistedSession, browser: Browser
    ) -> None:
        comment = _comment(a_participant(session=session, way=Way.TYPED), session, clock.now())
        db.session.commit()
        start = f"/{session.commune.slug}/commentaires/{comment.id}"
        browser.sign_in(session.facilitator)

        browser.post(f"{start}/modifier", {"body": "x", "based_on": "1"}, status=403)
        browser.post(f"{start}/retirer", status=403)

        assert not db.session.get_one(Contribution, comment.id).is_withdrawn


class TestRates:
    """A-12: by session and by place, whoever asks from whatever address."""

    def test_a_session_has_its_rate(
        self, session: AssistedSession, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rates, "SUPPORTS_IN_SESSION", Limit("s", 2, rates.AN_HOUR))
        answers = [self.support(session, browser) for _ in range(3)]

        assert answers == [303, 303, 429]
        other = an_assisted_session(consultation=session.consultation)
        assert self.support(other, browser) == 303

    def test_a_place_has_its_rate(
        self, session: AssistedSession, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rates, "SUPPORTS_IN_SPACE", Limit("p", 1, rates.AN_HOUR))
        other = an_assisted_session(consultation=session.consultation, space=session.space)

        assert [self.support(one, browser) for one in (session, other)] == [303, 429]

    def test_a_practice_takes_nothing_of_what_a_place_may_do(
        self, session: AssistedSession, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Invariant 5 of docs/assisted-sessions.md: practice never counts."""
        monkeypatch.setattr(rates, "SUPPORTS_IN_SPACE", Limit("p", 1, rates.AN_HOUR))
        practice = an_assisted_session(
            consultation=session.consultation, space=session.space, is_practice=True
        )

        assert [self.support(one, browser) for one in (practice, practice, session)] == [303] * 3

    def support(self, session: AssistedSession, browser: Browser) -> int:
        """Support a proposition as somebody new of this session."""
        proposal = a_proposal(consultation=session.consultation)
        browser.sign_in(a_participant(session=session))
        address = f"/{session.commune.slug}/propositions/{proposal.number}/soutenir"
        return browser.open("POST", address).status_code


def test_a_refusal_is_said_in_the_form_and_nothing_typed_is_lost(
    session: AssistedSession, browser: Browser
) -> None:
    person = a_participant(session=session)
    proposal = a_proposal(consultation=session.consultation)
    consent = person.consents[0]
    consent.revoked_at = clock.now()

    page = browser.sign_in(person).post(
        f"/{session.commune.slug}/propositions/{proposal.number}/commenter",
        {"body": "Un mot à moi."},
        status=422,
    )

    assert "a retiré son accord" in words(page.main)
    assert "Un mot à moi." in words(page.main)
