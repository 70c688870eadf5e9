"""Tests of participe.moderation.services."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participe.accounts.models import Account
from participe.contributions.models import Contribution
from participe.discussions import services as discussions
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel import events
from participe.kernel.errors import Refusal
from participe.moderation import services
from participe.moderation.errors import AlreadyDecided, DecidedSince, TooLateToUndo
from participe.moderation.events import DecisionMade, DecisionUndone, NoticeReceived
from participe.moderation.models import Ground, Measure, ModerationDecision, Notice
from participe.moderation.queries import cases
from participe.moderation.queries import decisions as queries
from participe.moderation.services import Reasons
from participe.proposals.models import Proposal
from tests.databases import on_both
from tests.factories import (
    a_comment,
    a_commune,
    a_consultation,
    a_proposal,
    a_resident,
    a_staff_member,
    a_support,
)
from tests.together import together

pytestmark = [pytest.mark.usefixtures("app"), on_both]

SPAM = Reasons(Ground.SPAM, "Ce texte était de la publicité.")
MINUTE = timedelta(minutes=1)


def a_notice(of: Contribution, at: datetime, **values: Any) -> Notice:
    defaults: dict[str, Any] = {"ground": Ground.SPAM, "words": "", "notifier": None, "at": at}
    notice = services.report(of, **defaults | values)
    db.session.commit()
    return notice


class TestReport:
    def test_each_notice_of_a_commune_has_its_number(self, app: Flask, noon: datetime) -> None:
        received: list[Notice] = []
        events.subscribe(app, NoticeReceived, lambda event: received.append(event.notice))
        commune = a_commune()
        consultation = a_consultation(commune=commune)
        one, two = a_proposal(consultation=consultation), a_proposal(consultation=consultation)

        notices = [a_notice(one, noon), a_notice(two, noon), a_notice(a_proposal(), noon)]

        assert [notice.number for notice in notices] == [1, 2, 1]
        assert received == notices

    def test_the_same_person_gets_the_same_notice(self, noon: datetime) -> None:
        proposal, person = a_proposal(), a_resident()

        first = a_notice(proposal, noon, notifier=person)
        again = a_notice(proposal, noon, notifier=person, ground=Ground.HATE)
        by_mail = [a_notice(proposal, noon, email="a@b.example") for _ in range(2)]
        nobody = [a_notice(proposal, noon) for _ in range(2)]

        assert again is first
        assert by_mail[0] is by_mail[1]
        assert nobody[0] is not nobody[1]
        assert cases.count_waiting(proposal.commune) == 1

    def test_twice_at_once_is_one_notice(self, app: Flask, noon: datetime) -> None:
        proposal_id, person_id = a_proposal().id, a_resident().id

        def act() -> int:
            proposal = db.session.get_one(Proposal, proposal_id)
            person = db.session.get_one(Account, person_id)
            return services.report(
                proposal, ground=Ground.HATE, words="", notifier=person, at=noon
            ).number

        assert together(app, 4, act) == [1, 1, 1, 1]
        assert db.session.query(Notice).count() == 1

    def test_a_notice_hides_nothing(self, noon: datetime) -> None:
        proposal = a_proposal()

        a_notice(proposal, noon)

        assert not proposal.is_hidden


class TestDecide:
    def test_hiding_closes_the_notices_and_freezes_the_rest(
        self, app: Flask, noon: datetime
    ) -> None:
        """M-1, M-3."""
        made: list[ModerationDecision] = []
        events.subscribe(app, DecisionMade, lambda event: made.append(event.decision))
        proposal = a_proposal()
        a_support(of=proposal)
        notices = [a_notice(proposal, noon), a_notice(proposal, noon)]
        thomas = a_staff_member(commune=proposal.commune)

        decision = services.hide(proposal, SPAM, by=thomas, seen=0, at=noon)

        assert proposal.hidden_reason == decision.reason == SPAM.sentence
        assert [notice.decision_id for notice in notices] == [decision.id] * 2
        assert proposal.supports_count == 1
        assert made == [decision]
        assert cases.count_waiting(proposal.commune) == 0

    def test_keeping_closes_the_notices_and_a_new_one_opens_again(self, noon: datetime) -> None:
        proposal = a_proposal()
        a_notice(proposal, noon)
        thomas = a_staff_member(commune=proposal.commune)

        decision = services.keep(proposal, by=thomas, seen=0, at=noon)
        assert cases.count_waiting(proposal.commune) == 0

        a_notice(proposal, noon + MINUTE)
        assert cases.oldest_waiting_since(proposal.commune) == noon + MINUTE
        services.hide(proposal, SPAM, by=thomas, seen=decision.id, at=noon)
        assert proposal.is_hidden

    def test_of_two_at_once_one_decides(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()
        a_notice(proposal, noon)
        staff = [a_staff_member(commune=proposal.commune).id for _ in range(4)]
        proposal_id = proposal.id

        def act() -> str:
            by = db.session.get_one(Account, staff.pop())
            text = db.session.get_one(Proposal, proposal_id)
            if len(staff) % 2:
                return services.keep(text, by=by, seen=0, at=noon).measure.value
            return services.hide(text, SPAM, by=by, seen=0, at=noon).measure.value

        results = together(app, 4, act)

        assert len([one for one in results if isinstance(one, AlreadyDecided)]) == 3
        decision = db.session.query(ModerationDecision).one()
        assert proposal.is_hidden is (decision.measure is Measure.HIDE)

    def test_what_was_seen_before_is_refused_even_once_undone(self, noon: datetime) -> None:
        """T-42: an action carries the state it was decided on."""
        comment = a_comment()
        a_notice(comment, noon)
        thomas = a_staff_member(commune=comment.commune)
        services.undo([services.keep(comment, by=thomas, seen=0, at=noon)], at=noon)

        with pytest.raises(AlreadyDecided):
            services.hide(comment, SPAM, by=thomas, seen=0, at=noon)

    def test_many_at_once_leave_out_what_was_decided_meanwhile(self, noon: datetime) -> None:
        proposal = a_proposal()
        comments = [a_comment(on=proposal) for _ in range(3)]
        thomas, ana = (a_staff_member(commune=proposal.commune) for _ in range(2))
        services.hide(comments[1], SPAM, by=ana, seen=0, at=noon)

        decisions = services.hide_all(
            [(comment, 0) for comment in comments], SPAM, by=thomas, at=noon
        )

        assert len(decisions) == 2
        assert all(comment.is_hidden for comment in comments)
        assert proposal.comments_count == 0


class TestUndo:
    def test_all_is_as_before(self, app: Flask, noon: datetime) -> None:
        undone: list[ModerationDecision] = []
        events.subscribe(app, DecisionUndone, lambda event: undone.append(event.decision))
        comment = a_comment()
        a_notice(comment, noon - MINUTE)
        thomas = a_staff_member(commune=comment.commune)
        decision = services.hide(comment, SPAM, by=thomas, seen=0, at=noon)
        assert comment.subject.comments_count == 0

        services.undo(queries.last_gesture(thomas, noon), at=noon + 9 * MINUTE)

        assert not comment.is_hidden
        assert comment.subject.comments_count == 1
        assert cases.oldest_waiting_since(comment.commune) == noon - MINUTE
        assert undone == [decision]

    def test_ten_minutes_later_it_is_too_late(self, noon: datetime) -> None:
        comment = a_comment()
        thomas = a_staff_member(commune=comment.commune)
        decision = services.hide(comment, SPAM, by=thomas, seen=0, at=noon)

        with pytest.raises(TooLateToUndo):
            services.undo([decision], at=noon + 10 * MINUTE)
        assert not queries.last_gesture(thomas, noon + 10 * MINUTE)

    def test_a_later_decision_stands(self, noon: datetime) -> None:
        comment = a_comment()
        a_notice(comment, noon)
        thomas, ana = (a_staff_member(commune=comment.commune) for _ in range(2))
        kept = services.keep(comment, by=thomas, seen=0, at=noon)
        services.hide(comment, SPAM, by=ana, seen=kept.id, at=noon)

        with pytest.raises(DecidedSince):
            services.undo([kept], at=noon)
        assert comment.is_hidden

    def test_what_was_hidden_together_is_undone_together(self, noon: datetime) -> None:
        proposal = a_proposal()
        comments = [a_comment(on=proposal) for _ in range(3)]
        thomas = a_staff_member(commune=proposal.commune)
        services.hide_all([(one, 0) for one in comments], SPAM, by=thomas, at=noon)

        services.undo(queries.last_gesture(thomas, noon), at=noon)

        assert not any(one.is_hidden for one in comments)
        assert proposal.comments_count == 3


class TestQueue:
    def test_the_text_that_waits_longest_is_first_and_pages_miss_nothing(
        self, noon: datetime
    ) -> None:
        proposal = a_proposal()
        comments = [a_comment(on=proposal) for _ in range(25)]
        for age, comment in enumerate(comments):
            a_notice(comment, noon - age * MINUTE)
        a_notice(comments[0], noon)
        a_notice(a_proposal(), noon)

        first = cases.waiting(proposal.commune)
        second = cases.waiting(proposal.commune, first.next_key)

        shown = [case.contribution.id for case in [*first, *second]]
        assert shown == [comment.id for comment in comments[::-1]]
        assert len(second.items[-1].notices) == 2
        assert cases.count_waiting(proposal.commune) == 25
        assert second.next_key is None


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["report", "keep", "hide", "undo", "withdraw", "reply"]),
        st.integers(0, 2),
        st.integers(0, 12),
    ),
    min_size=8,
    max_size=20,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_whatever_happens_counts_and_states_agree(
    acts: list[tuple[str, int, int]], noon: datetime
) -> None:
    """M-18: no sequence of acts leads to a state that was not meant."""
    proposal = a_proposal()
    staff = a_staff_member(commune=proposal.commune)
    comments = [a_comment(on=proposal)]
    comments += [a_comment(on=proposal, parent=comments[0]) for _ in range(2)]
    at = noon

    for verb, which, minutes in acts:
        at += minutes * MINUTE
        try:
            act(verb, comments[which], staff, at)
        except Refusal:
            db.session.rollback()
        else:
            db.session.commit()
        check(proposal)


def act(verb: str, comment: Comment, staff: Account, at: datetime) -> None:
    last = queries.last_decision(comment)
    seen = last.id if last else 0
    if verb == "report":
        services.report(comment, ground=Ground.HATE, words="", notifier=None, at=at)
    elif verb == "keep":
        services.keep(comment, by=staff, seen=seen, at=at)
    elif verb == "hide":
        services.hide(comment, SPAM, by=staff, seen=seen, at=at)
    elif verb == "undo":
        services.undo([last] if last else [], at=at)
    elif verb == "withdraw":
        discussions.withdraw(comment, at=at)
    else:
        answer(comment, staff, at)


def answer(comment: Comment, staff: Account, at: datetime) -> None:
    subject = db.session.get_one(Proposal, comment.subject_id)
    discussions.comment(
        subject,
        consultation=subject.consultation,
        author=staff,
        body=f"À {at}",
        parent=comment,
        at=at,
    )


def check(proposal: Proposal) -> None:
    comments = db.session.query(Comment).filter_by(subject_id=proposal.id).all()
    readable = [one for one in comments if not one.is_hidden and not one.is_withdrawn]
    assert proposal.comments_count == len(readable)
    for comment in comments:
        replies = [one for one in readable if one.parent_id == comment.id]
        assert comment.comments_count == len(replies)
        in_force = [
            one
            for one in queries.history(comment)
            if one.undone_at is None and one.measure is Measure.HIDE
        ]
        assert len(in_force) == (1 if comment.is_hidden else 0)
