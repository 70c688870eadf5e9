"""Tests of participe.demo.filling: the whole demo, on both databases."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from participe.answers import queries as answers
from participe.answers.models import Clarification, ServiceNote
from participe.assistance.models.people import Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import afterwards, people
from participe.assistance.services import journal
from participe.commitments.models import Commitment, Observation, State
from participe.commitments.queries import counting as commitments
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.contributions.models import Contribution
from participe.demo.filling import everything
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel import clock
from participe.notifications.models import Letter
from participe.proposals.models import Amendment, Proposal, Support
from participe.proposals.queries import grouping
from participe.reports.models import OutcomeReport, Stage
from participe.texts.models import (
    DiscussedText,
    PassageDescent,
    PassageRemoval,
    Remark,
    RemarkSupport,
    Verdict,
)
from participe.texts.queries import drafting, finding
from tests.databases import on_both

pytestmark = on_both


@pytest.fixture
def valbruyere(app: Flask) -> Commune:  # noqa: ARG001 -- its database
    commune = everything.fill(clock.now())
    db.session.commit()
    return commune


def test_the_demo_is_whole_and_its_counters_are_true(valbruyere: Commune) -> None:
    proposals = db.session.scalars(select(Proposal)).all()
    supports = dict(
        db.session.execute(
            select(Support.proposal_id, func.count()).group_by(Support.proposal_id)
        ).all()
    )
    readable = dict(
        db.session.execute(
            select(Comment.subject_id, func.count())
            .where(Comment.hidden_at.is_(None), Comment.withdrawn_at.is_(None))
            .group_by(Comment.subject_id)
        ).all()
    )

    assert len(proposals) == 72
    assert len(db.session.scalars(select(Consultation)).all()) == 5
    for proposal in proposals:
        assert proposal.supports_count == supports.get(proposal.id, 0), proposal.title
        assert proposal.comments_count == readable.get(proposal.id, 0), proposal.title
    assert valbruyere.last_proposal_number == 72


def test_it_shows_answers_on_time_late_and_missing(valbruyere: Commune) -> None:
    kept = commitments.punctuality(valbruyere, clock.now())

    assert kept.on_time > 10
    assert kept.given > kept.on_time
    assert kept.late_now == 3


def test_nothing_happens_in_the_future_and_nobody_is_written_to(valbruyere: Commune) -> None:
    del valbruyere
    later = select(func.count()).where(Contribution.published_at > clock.now())

    assert db.session.scalars(later).one() == 0
    assert db.session.scalars(select(func.count(Letter.id))).one() == 0


def test_a_text_of_forty_articles_is_open_in_its_second_version_and_the_third_in_draft(
    valbruyere: Commune,
) -> None:
    del valbruyere
    text = db.session.scalars(
        select(DiscussedText).where(DiscussedText.title == "Règlement des espaces partagés")
    ).one()

    current = finding.current(text)
    assert current
    assert current.number == 2
    assert 40 <= sum(not said.is_title for said in current.wordings) <= 45
    assert drafting.draft_of(text)
    changed = select(func.count()).where(PassageDescent.version_id == current.id)
    assert db.session.scalars(changed).one() == 2  # one split, one merged
    removed = select(PassageRemoval.reason).where(PassageRemoval.version_id == current.id)
    assert db.session.scalars(removed).one()
    _each_remark_is_decided_with_a_reason_or_waits_and_its_counter_is_true()


def _each_remark_is_decided_with_a_reason_or_waits_and_its_counter_is_true() -> None:
    remarks = db.session.scalars(select(Remark)).all()
    rows = select(RemarkSupport.remark_id, func.count()).group_by(RemarkSupport.remark_id)
    supports = dict(db.session.execute(rows).all())

    decided = [remark.decision for remark in remarks if remark.decision]
    public = [decision for decision in decided if decision.version.is_published]
    assert len(remarks) >= 45
    assert {decision.verdict for decision in public} == set(Verdict)
    assert len(public) >= 35
    assert len(remarks) - len(decided) >= 5
    assert any(remark.taken_in_id for remark in remarks)
    for remark in remarks:
        assert remark.supports_count == supports.get(remark.id, 0)


def test_commitments_are_kept_kept_late_late_and_dropped_with_a_reason(
    valbruyere: Commune,
) -> None:
    del valbruyere
    commitments = db.session.scalars(select(Commitment)).all()
    now = clock.now()

    kept = [each for each in commitments if each.is_kept]
    assert len(commitments) == 18
    assert any(each.days_late(now) for each in kept)
    assert sum(not each.days_late(now) for each in kept) >= 4
    assert any(update.has_proof for each in kept for update in each.updates)
    assert [each for each in commitments if each.is_late(now)]
    [dropped] = [each for each in commitments if each.state is State.DROPPED]
    assert dropped.updates[-1].reason
    seen = db.session.scalars(select(Observation)).all()
    assert {each.is_seen for each in seen} == {True, False}
    assert all(each.reply for each in seen if not each.is_seen)


def test_the_desk_is_at_work_with_a_group_other_wordings_and_bilans(valbruyere: Commune) -> None:
    drafts = answers.drafts(valbruyere)
    notes = db.session.scalars(select(ServiceNote)).all()
    asked = db.session.scalars(select(Clarification)).all()

    assert len(drafts) == 4
    assert sum(draft.sent_to_sign_at is not None for draft in drafts) == 2
    assert {note.is_answered for note in notes} == {True, False}
    assert {each.is_replied for each in asked} == {True, False}
    _similar_propositions_stand_together_and_other_wordings_are_decided()
    _one_bilan_is_published_and_one_waits_too_long()


def _similar_propositions_stand_together_and_other_wordings_are_decided() -> None:
    [lead] = db.session.scalars(select(Proposal).where(Proposal.people_count.is_not(None))).all()
    amendments = db.session.scalars(select(Amendment)).all()

    assert len(grouping.members(lead)) == 3
    assert lead.people_count == grouping.people(lead)
    assert sum(each.is_accepted for each in amendments) == 2
    assert sum(each.is_declined and bool(each.word) for each in amendments) == 2
    assert sum(each.is_open for each in amendments) == 2
    assert [each for each in amendments if each.became]


def _one_bilan_is_published_and_one_waits_too_long() -> None:
    reports = db.session.scalars(select(OutcomeReport)).all()

    assert {report.consultation.slug: report.stage for report in reports} == {
        "ancienne-ecole-de-ronquet": Stage.PUBLISHED,
        "bibliotheque": Stage.WAITING,
    }


def test_eight_people_took_part_in_a_session_and_one_answer_came_since(
    valbruyere: Commune,
) -> None:
    sessions = db.session.scalars(select(AssistedSession).order_by(AssistedSession.number)).all()
    room = people.all_of(sessions[0])

    assert [each.is_planned for each in sessions] == [False, False, True]
    assert {one.way for one in room} == set(Way)
    assert len(room) == 8
    assert any(one.stands_for == 6 for one in room)
    assert all(one.code_hash and one.consent for one in room)
    assert [each.proposal.number for each in afterwards.answers_in(sessions[0])] == [67]
    assert afterwards.news_of(sessions[0])
    assert journal.verify(valbruyere) is None
