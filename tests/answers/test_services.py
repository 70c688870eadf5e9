"""Tests of participe.answers.services."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.answers import queries, services
from participe.answers.errors import (
    AnsweredByGroup,
    AnswerIncomplete,
    DateWithoutPromise,
    DayGone,
    DraftChanged,
    NoMandate,
    OwnProposal,
    ProposalNotAnswerable,
)
from participe.answers.models import Part
from participe.answers.services import Content
from participe.extensions import db
from participe.kernel.clock import day_of
from participe.proposals.models import Outcome, Proposal
from tests.databases import on_both
from tests.factories import a_proposal, a_staff_member, an_official
from tests.together import together

pytestmark = [on_both, pytest.mark.usefixtures("app")]

ONE_DAY = timedelta(days=1)
REFUSAL = Content(outcome=Outcome.REFUSED, why_not="La place est classée.")
YES = Content(outcome=Outcome.ACCEPTED, what_we_do="Quatre arbres.", done_by=date(2030, 11, 30))


def _official_of(proposal: Proposal) -> Account:
    return an_official(commune=proposal.commune, mandate="échevine de l’environnement")


def _answer(proposal: Proposal, content: Content, at: datetime) -> None:
    official = _official_of(proposal)
    draft = services.save(proposal, content, by=official, at=at, based_on=None)
    services.sign(proposal, by=official, at=at, based_on=draft.saved_at)


class TestSave:
    def test_it_keeps_a_draft_that_nobody_reads_yet(self, noon: datetime) -> None:
        proposal = a_proposal()

        services.save(
            proposal, REFUSAL, by=a_staff_member(commune=proposal.commune), at=noon, based_on=None
        )

        assert queries.draft_of(proposal) is not None
        assert queries.current(proposal) is None
        assert proposal.answered_at is None

    def test_a_second_editor_does_not_overwrite_the_first(self, noon: datetime) -> None:
        proposal = a_proposal()
        editor = a_staff_member(commune=proposal.commune)
        services.save(proposal, REFUSAL, by=editor, at=noon, based_on=None)

        with pytest.raises(DraftChanged):
            services.save(proposal, YES, by=editor, at=noon + ONE_DAY, based_on=None)

        draft = queries.draft_of(proposal)
        assert draft is not None
        assert draft.why_not == "La place est classée."

    def test_a_withdrawn_proposition_is_not_answered(self, noon: datetime) -> None:
        proposal = a_proposal(withdrawn_at=noon)

        with pytest.raises(ProposalNotAnswerable):
            services.save(proposal, YES, by=proposal.author, at=noon, based_on=None)


class TestSign:
    def test_it_publishes_in_the_name_and_mandate_of_the_official(self, noon: datetime) -> None:
        """R5: an answer says who answers."""
        proposal = a_proposal()

        _answer(proposal, YES, noon)

        answer = queries.current(proposal)
        assert answer is not None
        assert answer.mandate == "échevine de l’environnement"
        assert (proposal.answered_at, proposal.outcome) == (noon, Outcome.ACCEPTED)

    def test_a_promise_that_waited_too_long_for_its_signature_is_dated_again(
        self, noon: datetime
    ) -> None:
        """R5: nothing is late on the day it is promised."""
        proposal = a_proposal()
        official = _official_of(proposal)
        today = replace(YES, done_by=day_of(noon))
        draft = services.save(proposal, today, by=official, at=noon, based_on=None)
        services.send_to_sign(draft, signer=official, at=noon)

        with pytest.raises(DayGone):
            services.send_to_sign(draft, signer=official, at=noon + ONE_DAY)
        with pytest.raises(DayGone):
            services.sign(proposal, by=official, at=noon + ONE_DAY, based_on=draft.saved_at)

    @pytest.mark.parametrize(
        ("outcome", "missing"),
        [
            (Outcome.ACCEPTED, {Part.WHAT_WE_DO, Part.DONE_BY}),
            (Outcome.PARTLY, {Part.WHAT_WE_DO, Part.DONE_BY, Part.WHY_NOT}),
            (Outcome.REFUSED, {Part.WHY_NOT}),
            (Outcome.STUDIED, {Part.WHAT_WE_DO, Part.DONE_BY}),
            (Outcome.NOT_OURS, {Part.WHO_DECIDES}),
        ],
    )
    def test_it_refuses_what_its_outcome_does_not_allow_to_lack(
        self, outcome: Outcome, missing: set[Part], noon: datetime
    ) -> None:
        """R5: an outcome, what the commune does, and why not the rest."""
        proposal = a_proposal()
        official = _official_of(proposal)
        draft = services.save(
            proposal, Content(outcome=outcome), by=official, at=noon, based_on=None
        )

        with pytest.raises(AnswerIncomplete):
            services.sign(proposal, by=official, at=noon, based_on=draft.saved_at)

        assert set(draft.missing()) == missing

    @pytest.mark.parametrize(
        "content",
        [REFUSAL, Content(outcome=Outcome.NOT_OURS, who_decides="Le SPW.")],
        ids=["refused", "not ours"],
    )
    def test_who_promises_nothing_gives_no_date(self, content: Content, noon: datetime) -> None:
        """R5: a public date is a commitment, and is kept as one."""
        proposal = a_proposal()
        official = _official_of(proposal)
        dated = replace(content, done_by=date(2030, 11, 30))
        draft = services.save(proposal, dated, by=official, at=noon, based_on=None)

        with pytest.raises(DateWithoutPromise):
            services.send_to_sign(draft, signer=official, at=noon)
        with pytest.raises(DateWithoutPromise):
            services.sign(proposal, by=official, at=noon, based_on=draft.saved_at)

    def test_only_a_current_mandate_signs(self, noon: datetime) -> None:
        proposal = a_proposal()
        staff = a_staff_member(commune=proposal.commune)
        draft = services.save(proposal, YES, by=staff, at=noon, based_on=None)

        with pytest.raises(NoMandate):
            services.sign(proposal, by=staff, at=noon, based_on=draft.saved_at)

    def test_a_mandate_that_ended_yesterday_signs_nothing(self, noon: datetime) -> None:
        proposal = a_proposal()
        former = _official_of(proposal)
        former.grants[0].ends_on = day_of(noon) - ONE_DAY
        draft = services.save(proposal, YES, by=former, at=noon, based_on=None)

        with pytest.raises(NoMandate):
            services.sign(proposal, by=former, at=noon, based_on=draft.saved_at)

        assert queries.current(proposal) is None

    def test_one_answer_serves_a_group(self, noon: datetime) -> None:
        lead = a_proposal(threshold_reached_at=noon, due_on=day_of(noon))
        member = a_proposal(consultation=lead.consultation, lead=lead)

        _answer(lead, YES, noon)

        assert queries.current(member) == queries.current(lead)
        assert (member.answered_at, member.outcome) == (noon, Outcome.ACCEPTED)

    def test_a_member_of_a_group_has_no_answer_of_its_own(self, noon: datetime) -> None:
        lead = a_proposal()
        member = a_proposal(consultation=lead.consultation, lead=lead)

        with pytest.raises(AnsweredByGroup):
            services.save(member, YES, by=member.author, at=noon, based_on=None)

    def test_a_collective_answer_is_signed_by_one_official(self, noon: datetime) -> None:
        proposal = a_proposal()

        _answer(proposal, replace(YES, is_collective=True, who_does="Espaces verts"), noon)

        answer = queries.current(proposal)
        assert answer is not None
        assert answer.is_collective
        assert answer.mandate == "échevine de l’environnement"

    def test_nobody_answers_their_own_proposition(self, noon: datetime) -> None:
        official = an_official()
        proposal = a_proposal(author=official)
        draft = services.save(proposal, YES, by=official, at=noon, based_on=None)

        with pytest.raises(OwnProposal):
            services.sign(proposal, by=official, at=noon, based_on=draft.saved_at)

    def test_a_new_version_leaves_the_old_one_as_it_was(self, noon: datetime) -> None:
        proposal = a_proposal()
        _answer(proposal, REFUSAL, noon)

        _answer(proposal, YES, noon + 9 * ONE_DAY)

        newest, first = queries.versions(proposal)
        assert (first.version, first.why_not) == (1, "La place est classée.")
        assert (newest.version, newest.what_we_do) == (2, "Quatre arbres.")

    def test_the_first_answer_stops_the_clock(self, noon: datetime) -> None:
        """R5."""
        proposal = a_proposal(threshold_reached_at=noon, due_on=(noon + 30 * ONE_DAY).date())
        _answer(proposal, REFUSAL, noon + 33 * ONE_DAY)

        _answer(proposal, YES, noon + 50 * ONE_DAY)

        assert proposal.days_late(noon + 90 * ONE_DAY) == 3
        assert proposal.outcome is Outcome.ACCEPTED

    def test_what_somebody_else_has_just_changed_is_not_signed(self, noon: datetime) -> None:
        proposal = a_proposal()
        official = _official_of(proposal)
        draft = services.save(proposal, YES, by=official, at=noon, based_on=None)
        seen = draft.saved_at
        services.save(proposal, REFUSAL, by=official, at=noon + ONE_DAY, based_on=seen)

        with pytest.raises(DraftChanged):
            services.sign(proposal, by=official, at=noon + ONE_DAY, based_on=seen)

    def test_two_signatures_at_once_publish_one_version(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()
        official = _official_of(proposal)
        services.save(proposal, YES, by=official, at=noon, based_on=None)
        numbers = (proposal.id, official.id)

        def sign() -> None:
            services.sign(
                db.session.get_one(Proposal, numbers[0]),
                by=db.session.get_one(Account, numbers[1]),
                at=noon,
                based_on=noon,
            )

        results = together(app, 4, sign)

        assert sorted(type(result).__name__ for result in results) == [
            "NoneType",
            *["NothingToSign"] * 3,
        ]
        assert len(queries.versions(proposal)) == 1


class TestDelay:
    def test_the_last_day_of_the_promise_is_still_on_time(self, noon: datetime) -> None:
        """R5."""
        proposal = a_proposal(threshold_reached_at=noon, due_on=noon.date())

        _answer(proposal, YES, noon + timedelta(hours=11, minutes=59))

        assert proposal.days_late(noon + 9 * ONE_DAY) == 0


def test_pages_of_answers_neither_repeat_nor_skip(noon: datetime) -> None:
    first = a_proposal()
    official, author = _official_of(first), first.author
    proposals = [first] + [
        a_proposal(consultation=first.consultation, author=author) for _ in range(44)
    ]
    for number, proposal in enumerate(proposals):
        at = noon + timedelta(minutes=number // 2)  # two at each instant
        draft = services.save(proposal, REFUSAL, by=official, at=at, based_on=None)
        services.sign(proposal, by=official, at=at, based_on=draft.saved_at)

    seen, key, pages = list[int](), None, 0
    while pages == 0 or key:
        page = queries.published(first.commune, key)
        seen += [answer.proposal_id for answer in page.items]
        key, pages = page.next_key, pages + 1

    assert pages == 3
    assert sorted(seen) == sorted(proposal.id for proposal in proposals)
