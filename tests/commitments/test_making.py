"""Tests of commitments made and changed by answers, and updated by the house."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.answers.errors import DayGone
from participe.answers.events import AnswerPublished
from participe.answers.models import OfficialResponse
from participe.commitments.errors import NoReason, NothingPromised, UpdatedMeanwhile
from participe.commitments.models import Commitment, CommitmentUpdate, State
from participe.commitments.queries import finding
from participe.commitments.services import making, updating
from participe.commitments.services.making import Promised
from participe.commitments.services.updating import News
from participe.extensions import db
from participe.kernel import events
from participe.kernel.clock import day_of
from participe.proposals.models import Outcome, Proposal
from tests.databases import on_both
from tests.factories import a_commitment, a_proposal, a_staff_member, an_answer
from tests.together import together

pytestmark = [on_both, pytest.mark.usefixtures("app")]

ONE_DAY = timedelta(days=1)
FIRST_DATE = date(2030, 11, 30)


def _publish(proposal: Proposal, **values: object) -> OfficialResponse:
    response = an_answer(to=proposal, **values)
    events.publish(AnswerPublished(response))
    db.session.commit()
    return response


def _only(proposal: Proposal) -> Commitment:
    (commitment,) = finding.of_proposal(proposal)
    return commitment


class TestAnAnswer:
    @pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.PARTLY, Outcome.STUDIED])
    def test_that_promises_something_is_a_commitment(
        self, outcome: Outcome, noon: datetime
    ) -> None:
        """R5: what the commune does, by when, in whose name; invariant 4: one actor."""
        proposal = a_proposal()

        response = _publish(proposal, outcome=outcome, who_does="Espaces verts", budget_line="766")

        made = _only(proposal)
        assert (made.what, made.who, made.due_on, made.budget_line) == (
            "Quatre arbres seront plantés.",
            "Espaces verts",
            FIRST_DATE,
            "766",
        )
        assert (made.official_id, made.made_by_id) == (response.signed_by_id,) * 2
        assert (made.mandate, made.made_at, made.number) == (response.mandate, noon, 1)
        assert made.state is State.TO_DO

    @pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.NOT_OURS])
    def test_that_refuses_is_none(self, outcome: Outcome) -> None:
        proposal = a_proposal()

        _publish(proposal, outcome=outcome, what_we_do="", done_by=None, why_not="Non.")

        assert finding.of_proposal(proposal) == []

    def test_the_official_does_it_when_nobody_is_named(self) -> None:
        proposal = a_proposal()

        response = _publish(proposal)

        assert response.signed_by is not None
        assert _only(proposal).who == f"{response.signed_by.display_name}, {response.mandate}"

    def test_a_new_date_is_told_and_the_first_one_stays(self, noon: datetime) -> None:
        proposal = a_proposal()
        _publish(proposal)

        _publish(
            proposal,
            version=2,
            done_by=date(2031, 3, 1),
            change_note="Le sol est gelé.",
            published_at=noon + ONE_DAY,
        )

        commitment = _only(proposal)
        (update,) = commitment.updates
        assert (commitment.due_on, commitment.expected_on) == (FIRST_DATE, date(2031, 3, 1))
        assert update.sentence.endswith("Raison\N{NO-BREAK SPACE}: Le sol est gelé.")
        assert update.new_what == ""
        assert commitment.is_late(noon + 250 * ONE_DAY)

    def test_a_new_version_that_changes_nothing_says_nothing(self) -> None:
        proposal = a_proposal()
        _publish(proposal)

        _publish(proposal, version=2, change_note="Une faute.")

        assert _only(proposal).updates == []

    def test_a_refusal_afterwards_drops_it_with_the_reason(self) -> None:
        proposal = a_proposal()
        _publish(proposal)

        _publish(
            proposal,
            version=2,
            outcome=Outcome.REFUSED,
            what_we_do="",
            done_by=None,
            why_not="Une conduite d’eau passe là.",
        )

        commitment = _only(proposal)
        assert commitment.state is State.DROPPED
        assert commitment.updates[-1].reason == "Une conduite d’eau passe là."

    def test_the_same_event_twice_makes_one(self) -> None:
        proposal = a_proposal()
        response = _publish(proposal)

        making.follow_answer(response)

        assert _only(proposal).updates == []


class TestStaff:
    def test_they_add_others_under_the_mandate_of_the_answer(self, noon: datetime) -> None:
        proposal = a_proposal()
        response = _publish(proposal)
        staff = a_staff_member(commune=proposal.commune)

        made = making.add(
            proposal, Promised("Deux bancs.", "Travaux", FIRST_DATE), by=staff, at=noon
        )

        assert (made.number, made.made_by_id) == (2, staff.id)
        assert (made.official_id, made.mandate) == (response.signed_by_id, response.mandate)

    def test_they_promise_nothing_for_yesterday(self, noon: datetime) -> None:
        """R5: nothing is late on the day it is promised."""
        proposal = a_proposal()
        _publish(proposal)
        staff = a_staff_member(commune=proposal.commune)
        late = Promised("Deux bancs.", "Travaux", day_of(noon) - ONE_DAY)

        with pytest.raises(DayGone):
            making.add(proposal, late, by=staff, at=noon)

    def test_nothing_is_promised_beside_a_refusal(self, noon: datetime) -> None:
        proposal = a_proposal()
        _publish(proposal, outcome=Outcome.REFUSED, what_we_do="", done_by=None, why_not="Non.")
        staff = a_staff_member(commune=proposal.commune)

        with pytest.raises(NothingPromised):
            making.add(proposal, Promised("Bancs.", "Travaux", FIRST_DATE), by=staff, at=noon)


class TestUpdate:
    def test_dropping_needs_a_reason(self, noon: datetime) -> None:
        """Invariant 5."""
        commitment = a_commitment()

        with pytest.raises(NoReason):
            updating.update(
                commitment,
                News(State.DROPPED, "Plus d’argent."),
                by=commitment.official,
                at=noon,
                based_on=0,
            )

    def test_kept_twice_was_kept_the_first_time(self, noon: datetime) -> None:
        commitment = a_commitment()
        kept = News(State.KEPT, "Fait.")

        updating.update(commitment, kept, by=commitment.official, at=noon, based_on=0)
        updating.update(commitment, kept, by=commitment.official, at=noon + 9 * ONE_DAY, based_on=1)

        assert commitment.closed_at == noon

    def test_what_was_declared_kept_can_be_taken_up_again(self, noon: datetime) -> None:
        commitment = a_commitment()
        by = commitment.official
        updating.update(commitment, News(State.KEPT, "Fait."), by=by, at=noon, based_on=0)

        updating.update(
            commitment, News(State.UNDER_WAY, "Deux manquent."), by=by, at=noon, based_on=1
        )

        assert commitment.closed_at is None
        assert commitment.state is State.UNDER_WAY

    def test_two_at_once_lose_nothing(self, app: Flask, noon: datetime) -> None:
        """One is published; the others are refused unread, and their forms keep all."""
        commitment = a_commitment()
        number, official = commitment.id, commitment.official_id

        def act() -> None:
            updating.update(
                db.session.get_one(Commitment, number),
                News(State.UNDER_WAY, "Commencé."),
                by=db.session.get_one(Account, official),
                at=noon,
                based_on=0,
            )

        results = together(app, 4, act)

        refused = [result for result in results if isinstance(result, UpdatedMeanwhile)]
        assert (len(refused), results.count(None)) == (3, 1)
        assert len(db.session.scalars(db.select(CommitmentUpdate)).all()) == 1

    def test_numbers_are_given_once(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()
        _publish(proposal)
        staff = a_staff_member(commune=proposal.commune)
        ids = proposal.id, staff.id

        def act() -> int:
            made = making.add(
                db.session.get_one(Proposal, ids[0]),
                Promised("Un banc.", "Travaux", FIRST_DATE),
                by=db.session.get_one(Account, ids[1]),
                at=noon,
            )
            return made.number

        numbers = together(app, 4, act)

        assert sorted(numbers, key=str) == [2, 3, 4, 5]

    def test_an_answer_signed_at_once_makes_one_commitment(
        self, app: Flask, noon: datetime
    ) -> None:
        assert noon
        proposal = a_proposal()
        response = an_answer(to=proposal)
        number = response.id

        def act() -> None:
            found = db.session.get_one(OfficialResponse, number)
            making.follow_answer(found)

        together(app, 4, act)

        assert len(finding.of_proposal(proposal)) == 1
