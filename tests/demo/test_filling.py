"""Tests of participe.demo.filling: the whole demo, on both databases."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from participe.answers import queries as answers
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.contributions.models import Contribution
from participe.demo.filling import everything
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel import clock
from participe.notifications.models import Letter
from participe.proposals.models import Proposal, Support
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

    assert len(proposals) == 65
    assert len(db.session.scalars(select(Consultation)).all()) == 5
    for proposal in proposals:
        assert proposal.supports_count == supports.get(proposal.id, 0), proposal.title
        assert proposal.comments_count == readable.get(proposal.id, 0), proposal.title
    assert valbruyere.last_proposal_number == 65


def test_it_shows_answers_on_time_late_and_missing(valbruyere: Commune) -> None:
    kept = answers.punctuality(valbruyere, clock.now())

    assert kept.on_time > 10
    assert kept.given > kept.on_time
    assert kept.late_now == 3


def test_nothing_happens_in_the_future_and_nobody_is_written_to(valbruyere: Commune) -> None:
    del valbruyere
    later = select(func.count()).where(Contribution.published_at > clock.now())

    assert db.session.scalars(later).one() == 0
    assert db.session.scalars(select(func.count(Letter.id))).one() == 0
