"""Tests of participe.proposals.services.grouping, with real threads on both databases."""

from datetime import datetime

import pytest
from flask import Flask

from participe.accounts.events import PersonErased
from participe.extensions import db
from participe.kernel import events
from participe.proposals.errors import (
    AlreadyGrouped,
    AlreadyInGroup,
    AlreadySupported,
    GroupAnswered,
    NotGroupable,
    NotGrouped,
    NotSupportable,
)
from participe.proposals.events import ThresholdReached
from participe.proposals.models import Outcome
from participe.proposals.queries import grouping as queries
from participe.proposals.services import editing, grouping
from tests.databases import on_both
from tests.factories import (
    ONE_DAY,
    a_consultation,
    a_proposal,
    a_resident,
    a_support,
)
from tests.proposals.groups import assert_counted, backers, give, put, some, take_back

pytestmark = on_both


class TestGroup:
    def test_each_person_counts_once_in_all_of_it(self, app: Flask) -> None:
        """Invariant 3."""
        lead, member = some(2)
        both = backers(3, lead)
        for person in (*both[:2], a_resident(commune=lead.commune)):
            a_support(of=member, by=person)

        put(lead, member)

        assert (lead.supports_count, member.supports_count, lead.people_count) == (3, 3, 4)
        assert member.lead is lead
        assert_counted(lead, member)

    def test_a_lead_takes_more(self, app: Flask) -> None:
        lead, first, second = some(3)
        put(lead, first)
        backers(2, second)

        put(lead, second)

        assert list(queries.members(lead)) == [first, second]
        assert lead.people_count == queries.people(lead) == 2

    @pytest.mark.parametrize("what", ["hidden", "withdrawn", "answered", "elsewhere", "itself"])
    def test_only_what_stands_beside_it_is_taken(
        self, app: Flask, noon: datetime, what: str
    ) -> None:
        lead, member = some(2)
        match what:
            case "hidden":
                member.hidden_at, member.hidden_reason = noon, "Une insulte."
            case "withdrawn":
                member.withdrawn_at = noon
            case "answered":
                member.answered_at = noon
            case "elsewhere":
                member = a_proposal(consultation=a_consultation(commune=lead.commune))
            case _:
                member = lead
        db.session.commit()

        with pytest.raises(NotGroupable):
            put(lead, member)

    def test_nothing_stands_in_two_groups(self, app: Flask) -> None:
        lead, member, other = some(3)
        put(lead, member)

        for above, below in ((other, member), (other, lead), (member, other)):
            with pytest.raises(AlreadyGrouped):
                put(above, below)

        assert other.lead_id is None

    def test_the_earliest_promise_becomes_the_leads(
        self, app: Flask, noon: datetime, reached: list[ThresholdReached]
    ) -> None:
        """R2: what was promised to one of them is kept for all."""
        lead, early, late = some(3)
        for proposal, days in ((late, 0), (early, -9)):
            proposal.threshold_reached_at = noon + days * ONE_DAY
            proposal.due_on = noon.date() + (days + 60) * ONE_DAY
        db.session.commit()

        put(lead, late, early)

        assert lead.threshold_reached_at == early.threshold_reached_at
        assert lead.due_on == early.due_on
        assert reached == []

    def test_people_of_several_reach_the_threshold_together_once(
        self, app: Flask, noon: datetime, reached: list[ThresholdReached]
    ) -> None:
        """R2."""
        lead, member = some(2, threshold=4, answer_days=30)
        both = backers(2, lead)
        backers(1, member)
        a_support(of=member, by=both[0])
        put(lead, member)
        assert reached == []

        for _ in range(2):
            give(member, a_resident(commune=lead.commune))
        db.session.commit()

        assert [event.proposal for event in reached] == [lead]
        assert lead.due_on == noon.date() + 30 * ONE_DAY
        assert member.due_on is None


class TestSupport:
    def test_what_is_supported_in_a_group_is_its_lead(self, app: Flask) -> None:
        lead, member = some(2)
        put(lead, member)

        give(member, a_resident(commune=lead.commune))

        assert (lead.supports_count, member.supports_count, lead.people_count) == (1, 0, 1)

    def test_who_supports_one_supports_the_group_already(self, app: Flask) -> None:
        lead, member, other = some(3)
        (person,) = backers(1, member)
        put(lead, member, other)

        for proposal in (lead, member, other):
            with pytest.raises(AlreadySupported):
                give(proposal, person)

        assert_counted(lead, member, other)
        assert lead.people_count == 1

    @pytest.mark.parametrize("through", [0, 1, 2])
    def test_taking_back_takes_all_of_it_whichever_one_supported(
        self, app: Flask, through: int
    ) -> None:
        group = some(3)
        (person,) = backers(1, group[1])
        for proposal in (group[0], group[2]):
            a_support(of=proposal, by=person)
        backers(1, group[2])
        put(*group)

        take_back(group[through], person)
        db.session.commit()

        assert_counted(*group)
        assert [proposal.supports_count for proposal in group] == [0, 0, 1]
        assert group[0].people_count == 1

    def test_a_group_without_its_lead_takes_none(self, app: Flask, noon: datetime) -> None:
        lead, member = some(2)
        put(lead, member)
        member.withdrawn_at = noon

        with pytest.raises(NotSupportable):
            give(member, a_resident(commune=lead.commune))

    def test_who_is_erased_is_counted_out(self, app: Flask, noon: datetime) -> None:
        lead, member = some(2)
        (person,) = backers(1, member)
        a_support(of=lead, by=person)
        backers(1, lead)
        put(lead, member)

        events.publish(PersonErased(person, noon))
        db.session.commit()

        assert_counted(lead, member)
        assert lead.people_count == 1


class TestLeave:
    def test_an_author_takes_theirs_out(self, app: Flask, noon: datetime) -> None:
        lead, member, other = some(3)
        backers(1, lead)
        backers(2, member)
        put(lead, member, other)

        grouping.leave(member, by=member.author, at=noon)
        db.session.commit()

        assert member.lead_id is None
        assert (lead.people_count, member.people_count) == (1, None)
        assert_counted(lead, member, other)

    def test_when_the_last_one_leaves_there_is_no_group(self, app: Flask, noon: datetime) -> None:
        lead, member = some(2)
        put(lead, member)

        grouping.leave(member, by=member.author, at=noon)

        assert not lead.leads
        with pytest.raises(NotGrouped):
            grouping.leave(lead, by=lead.author, at=noon)

    def test_when_the_lead_leaves_the_group_ends(self, app: Flask, noon: datetime) -> None:
        lead, *members = some(3)
        put(lead, *members)

        grouping.leave(lead, by=lead.author, at=noon)

        assert [p.lead_id for p in members] == [None, None]
        assert not lead.leads

    def test_it_may_be_grouped_again(self, app: Flask, noon: datetime) -> None:
        lead, member = some(2)
        put(lead, member)
        grouping.leave(member, by=member.author, at=noon)

        put(member, lead)
        grouping.leave(lead, by=lead.author, at=noon)

        assert not member.leads

    def test_what_was_promised_stays_promised(self, app: Flask, noon: datetime) -> None:
        """Invariant 7: nobody takes a deadline back."""
        lead, member = some(2, threshold=2)
        backers(1, lead)
        backers(1, member)
        put(lead, member)
        promised = lead.due_on

        grouping.leave(member, by=member.author, at=noon)

        assert promised is not None
        assert lead.due_on == promised

    def test_a_lead_taken_back_or_hidden_leaves_the_others_by_themselves(
        self, app: Flask, noon: datetime
    ) -> None:
        lead, member = some(2)
        put(lead, member)

        editing.withdraw(lead, reason="Elle est dépassée.", at=noon)
        db.session.commit()

        assert member.lead_id is None
        give(member, a_resident(commune=lead.commune))


class TestMarkAnswered:
    def test_one_answer_is_for_all_of_them(self, app: Flask, noon: datetime) -> None:
        lead, member = some(2)
        put(lead, member)

        grouping.mark_answered(lead, outcome=Outcome.STUDIED, at=noon)
        grouping.mark_answered(lead, outcome=Outcome.PARTLY, at=noon + ONE_DAY)

        for proposal in (lead, member):
            assert (proposal.answered_at, proposal.outcome) == (noon, Outcome.PARTLY)

    def test_a_member_is_not_answered_by_itself(self, app: Flask, noon: datetime) -> None:
        lead, member = some(2)
        put(lead, member)

        with pytest.raises(AlreadyInGroup):
            grouping.mark_answered(member, outcome=Outcome.REFUSED, at=noon)

    def test_an_answered_group_does_not_change(self, app: Flask, noon: datetime) -> None:
        """R2: everyone knows what the commune answered."""
        lead, member, other = some(3)
        put(lead, member)
        grouping.mark_answered(lead, outcome=Outcome.ACCEPTED, at=noon)

        for proposal in (lead, member):
            with pytest.raises(GroupAnswered):
                grouping.leave(proposal, by=proposal.author, at=noon)
        with pytest.raises(NotGroupable):
            put(lead, other)
