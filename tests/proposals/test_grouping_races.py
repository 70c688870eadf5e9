"""Groups under any concurrency, with real threads on both databases (invariant 3)."""

from datetime import timedelta
from queue import SimpleQueue

from flask import Flask

from participe.accounts.models import Account
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal
from participe.proposals.errors import (
    AlreadySupported,
)
from participe.proposals.events import ThresholdReached
from participe.proposals.models import Outcome, Proposal, Support
from participe.proposals.services import grouping
from tests.databases import on_both
from tests.factories import (
    a_resident,
    a_staff_member,
)
from tests.proposals.groups import TAKEN_OUT, assert_counted, give, put, some, take_back
from tests.together import together

pytestmark = on_both


class TestTogether:
    """Invariant 3 under any concurrency."""

    def test_people_who_support_different_members_are_each_counted(
        self, app: Flask, reached: list[ThresholdReached]
    ) -> None:
        group = some(3, threshold=5)
        put(*group)
        ids = [proposal.id for proposal in group]
        todo: SimpleQueue[tuple[int, int]] = SimpleQueue()
        for turn in range(24):
            todo.put((ids[turn % 3], a_resident(commune=group[0].commune).id))

        results = together(app, 24, lambda: alone(give, *todo.get()))

        assert results == [None] * 24
        assert_counted(*group)
        assert group[0].people_count == 24
        assert len(reached) == 1

    def test_one_person_at_all_members_at_once_counts_once(self, app: Flask) -> None:
        group = some(3)
        put(*group)
        ids = [proposal.id for proposal in group]
        person_id = a_resident(commune=group[0].commune).id
        todo: SimpleQueue[int] = SimpleQueue()
        for turn in range(24):
            todo.put(ids[turn % 3])

        results = together(app, 24, lambda: alone(give, todo.get(), person_id))

        assert results.count(None) == 1
        assert sum(isinstance(result, AlreadySupported) for result in results) == 23
        assert_counted(*group)

    def test_supports_while_it_is_grouped_and_taken_out_are_all_counted(self, app: Flask) -> None:
        group = some(3)
        ids = [proposal.id for proposal in group]
        staff_id = a_staff_member(commune=group[0].commune).id
        people = [a_resident(commune=group[0].commune).id for _ in range(18)]
        todo: SimpleQueue[int] = SimpleQueue()
        for turn in range(36):
            todo.put(turn)

        def one() -> None:
            turn = todo.get()
            if turn % 6 == 0:
                regroup(ids, staff_id)
            elif turn % 6 == 1:
                alone(leave, ids[turn % 3], staff_id)
            elif turn % 6 == 2:
                alone(take_back, ids[turn % 3], people[turn // 2])
            else:
                alone(give, ids[turn % 3], people[turn // 2])

        results = together(app, 36, one)

        assert all(result is None or isinstance(result, Refusal) for result in results), results
        assert_counted(*group)
        current = db.session.query(Support).filter_by(withdrawn_at=None).all()
        assert {given.person_id for given in current} <= set(people)

    def test_an_answer_while_it_is_grouped_leaves_nobody_behind(self, app: Flask) -> None:
        lead, member = some(2)
        ids, staff_id = [lead.id, member.id], a_staff_member(commune=lead.commune).id
        todo: SimpleQueue[int] = SimpleQueue()
        for turn in range(2):
            todo.put(turn)

        def one() -> None:
            if todo.get():
                regroup(ids, staff_id)
            else:
                alone(answer, ids[0], staff_id)

        together(app, 2, one)

        grouped = member.lead_id == lead.id
        assert lead.is_answered
        assert member.is_answered is grouped


def alone(act: object, proposal_id: int, person_id: int) -> None:
    """Do it on objects that this thread's own session has loaded."""
    proposal, person = db.session.get(Proposal, proposal_id), db.session.get(Account, person_id)
    assert callable(act)
    act(proposal, person)


def leave(proposal: Proposal, by: Account) -> None:
    grouping.leave(proposal, by=by, at=clock.now() + timedelta(seconds=1))


def answer(proposal: Proposal, _by: Account) -> None:
    grouping.mark_answered(proposal, outcome=Outcome.ACCEPTED, at=clock.now())


def regroup(ids: list[int], staff_id: int) -> None:
    found = {p.id: p for p in db.session.query(Proposal).filter(Proposal.id.in_(ids))}
    lead, *members = (found[id_] for id_ in ids)
    by = db.session.get(Account, staff_id)
    assert by is not None
    grouping.group(lead, members, by=by, reason=TAKEN_OUT, at=clock.now())
