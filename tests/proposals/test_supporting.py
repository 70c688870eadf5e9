"""Tests of participe.proposals.services.supporting, with real threads on both databases."""

import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from queue import SimpleQueue

import pytest
from flask import Flask

from participe.accounts.events import PersonErased
from participe.accounts.models import Account
from participe.consultations.errors import NotOpen
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock, events
from participe.kernel.errors import Refusal
from participe.proposals.errors import AlreadySupported, NotSupportable, NotSupported
from participe.proposals.events import ThresholdReached
from participe.proposals.models import Proposal, Support
from participe.proposals.queries import finding
from participe.proposals.services import supporting
from tests.databases import on_both
from tests.factories import ONE_DAY, a_consultation, a_phase, a_proposal, a_resident, a_support
from tests.together import together

pytestmark = on_both


@pytest.fixture
def reached(app: Flask) -> list[ThresholdReached]:
    """What was published about thresholds."""
    published: list[ThresholdReached] = []
    events.subscribe(app, ThresholdReached, published.append)
    return published


def rows(proposal: Proposal) -> int:
    return (
        db.session.query(Support)
        .filter(Support.proposal_id == proposal.id, Support.withdrawn_at.is_(None))
        .count()
    )


def on_its_own(
    act: Callable[[Proposal, Account], None], proposal: Proposal
) -> Callable[[int], None]:
    """Make an act that any thread can do, on objects that its own session has loaded."""
    proposal_id = proposal.id

    def alone(person_id: int) -> None:
        mine, person = db.session.get(Proposal, proposal_id), db.session.get(Account, person_id)
        assert mine is not None
        assert person is not None
        act(mine, person)

    return alone


def give(proposal: Proposal, person: Account) -> None:
    supporting.support(proposal, person=person, at=clock.now())


def take_back(proposal: Proposal, person: Account) -> None:
    supporting.withdraw_support(proposal, person=person, at=clock.now())


class TestSupport:
    def test_it_counts_once_for_each_person(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()

        for _ in range(2):
            supporting.support(proposal, person=a_resident(commune=proposal.commune), at=noon)
        db.session.commit()

        assert rows(proposal) == proposal.supports_count == 2

    def test_the_same_person_again_changes_nothing(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()
        person = a_resident(commune=proposal.commune)
        supporting.support(proposal, person=person, at=noon)

        with pytest.raises(AlreadySupported):
            supporting.support(proposal, person=person, at=noon)
        db.session.commit()

        assert rows(proposal) == proposal.supports_count == 1

    def test_authors_may_support_their_own(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()

        supporting.support(proposal, person=proposal.author, at=noon)

        assert rows(proposal) == 1

    @pytest.mark.parametrize("kind", [PhaseKind.PROPOSE, PhaseKind.DISCUSS])
    @pytest.mark.parametrize(
        ("days", "is_open"), [(-1, True), (-1.001, False), (0.999, True), (1, False)]
    )
    def test_it_is_open_with_its_phase_only(
        self, app: Flask, noon: datetime, kind: PhaseKind, days: float, is_open: bool
    ) -> None:
        proposal = a_proposal(consultation=a_consultation(phases=[a_phase(kind)]))
        person = a_resident(commune=proposal.commune)
        at = noon + days * ONE_DAY

        if is_open:
            supporting.support(proposal, person=person, at=at)
        else:
            with pytest.raises(NotOpen):
                supporting.support(proposal, person=person, at=at)

        assert rows(proposal) == proposal.supports_count == is_open

    @pytest.mark.parametrize("state", ["hidden", "withdrawn"])
    def test_what_is_not_public_any_more_gets_none(
        self, app: Flask, noon: datetime, state: str
    ) -> None:
        proposal = a_proposal(
            hidden_at=noon if state == "hidden" else None,
            hidden_reason="Une insulte." if state == "hidden" else None,
            withdrawn_at=noon if state == "withdrawn" else None,
        )

        with pytest.raises(NotSupportable):
            supporting.support(proposal, person=a_resident(commune=proposal.commune), at=noon)

    def test_the_support_that_reaches_the_threshold_makes_an_answer_due(
        self, app: Flask, noon: datetime, reached: list[ThresholdReached]
    ) -> None:
        """R5: the due date is computed from the promise of the consultation."""
        consultation = a_consultation(threshold=3, answer_days=30)
        proposal = a_proposal(consultation=consultation)
        people = [a_resident(commune=proposal.commune) for _ in range(4)]

        for day, person in enumerate(people):
            at = noon + timedelta(hours=day)
            supporting.support(proposal, person=person, at=at)
        supporting.withdraw_support(proposal, person=people[0], at=noon)
        supporting.withdraw_support(proposal, person=people[1], at=noon)
        supporting.support(proposal, person=people[0], at=noon)
        db.session.commit()

        assert proposal.threshold_reached_at == noon + timedelta(hours=2)
        assert proposal.due_on == noon.date() + 30 * ONE_DAY
        assert len(reached) == 1


class TestWithdrawSupport:
    def test_it_can_be_taken_back_and_given_again(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()
        person = a_resident(commune=proposal.commune)
        counts = []

        for act in (give, take_back, give):
            act(proposal, person)
            counts.append(proposal.supports_count)
        db.session.commit()

        assert counts == [1, 0, 1]
        assert rows(proposal) == proposal.supports_count == 1

    def test_one_that_was_not_given_changes_nothing(self, app: Flask) -> None:
        proposal = a_proposal()
        a_support(of=proposal)

        with pytest.raises(NotSupported):
            take_back(proposal, a_resident(commune=proposal.commune))

        assert rows(proposal) == proposal.supports_count == 1

    def test_the_count_is_final_when_the_phase_is_over(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()
        support = a_support(of=proposal)

        with pytest.raises(NotOpen):
            supporting.withdraw_support(proposal, person=support.person, at=noon + ONE_DAY)


class TestTogether:
    def test_fifty_supports_of_one_person_are_one(self, app: Flask) -> None:
        """V-1, V-3, T-130."""
        proposal = a_proposal()
        person_id = a_resident(commune=proposal.commune).id
        act = on_its_own(give, proposal)

        results = together(app, 50, lambda: act(person_id))

        assert results.count(None) == 1
        assert sum(isinstance(result, AlreadySupported) for result in results) == 49
        assert rows(proposal) == proposal.supports_count == 1

    def test_forty_people_count_forty_and_reach_the_threshold_once(
        self, app: Flask, reached: list[ThresholdReached]
    ) -> None:
        proposal = a_proposal(consultation=a_consultation(threshold=10))
        people: SimpleQueue[int] = SimpleQueue()
        for _ in range(40):
            people.put(a_resident(commune=proposal.commune).id)
        act = on_its_own(give, proposal)

        results = together(app, 40, lambda: act(people.get()))

        assert results == [None] * 40
        assert rows(proposal) == proposal.supports_count == 40
        assert len(reached) == 1

    def test_a_storm_of_giving_and_taking_back_ends_in_none_or_one(self, app: Flask) -> None:
        """V-5."""
        proposal = a_proposal()
        person_id = a_resident(commune=proposal.commune).id
        acts = [on_its_own(act, proposal) for act in (give, take_back)]

        results = together(app, 40, lambda: random.choice(acts)(person_id))  # noqa: S311

        assert all(result is None or isinstance(result, Refusal) for result in results)
        assert rows(proposal) == proposal.supports_count
        assert proposal.supports_count in {0, 1}

    def test_who_waits_past_the_closing_instant_is_too_late(
        self, app: Flask, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """V-4: another request holds the row while the phase closes."""
        proposal = a_proposal()
        commune, number = proposal.commune, proposal.number
        assert number is not None
        person_id = a_resident(commune=commune).id
        started, results = threading.Event(), list[object]()

        def support_late() -> None:
            with app.app_context():
                started.set()
                mine = finding.find_to_change(commune, number)
                person = db.session.get(Account, person_id)
                assert mine is not None
                assert person is not None
                try:
                    supporting.support(mine, person=person, at=clock.now())
                    db.session.commit()
                    results.append(None)
                except NotOpen as error:
                    db.session.rollback()
                    results.append(error)

        finding.lock(proposal)
        thread = threading.Thread(target=support_late)
        thread.start()
        started.wait()
        monkeypatch.setattr(clock, "now", lambda: noon + ONE_DAY)
        db.session.commit()
        thread.join()

        assert [type(result) for result in results] == [NotOpen]
        assert rows(proposal) == 0


class TestForgetSupports:
    def test_it_is_done_when_somebody_leaves(self, app: Flask, noon: datetime) -> None:
        support = a_support(of=a_proposal())
        assert isinstance(support.person, Account)

        events.publish(PersonErased(support.person, noon))
        db.session.commit()

        assert db.session.query(Support).count() == 0

    def test_open_ones_go_and_those_of_the_past_stand(self, app: Flask, noon: datetime) -> None:
        person = a_resident()
        over = a_consultation(
            commune=person.commune, phases=[a_phase(PhaseKind.DISCUSS, opens=-9, closes=-1)]
        )
        current, past = (
            a_proposal(consultation=a_consultation(commune=person.commune)),
            a_proposal(consultation=over),
        )
        a_support(of=current)
        for proposal in (current, past):
            a_support(of=proposal, by=person)
        a_support(of=current, by=person, withdrawn_at=noon)
        current.supports_count -= 1
        db.session.commit()

        supporting.forget_supports(person, at=noon)
        db.session.commit()

        assert rows(current) == current.supports_count == 1
        assert rows(past) == past.supports_count == 1
        assert db.session.query(Support).filter_by(person_id=person.id).count() == 1
