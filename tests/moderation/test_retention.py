"""What the page on privacy promises of notices and decisions: three years (G-6)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from participe.extensions import db
from participe.moderation import services
from participe.moderation.models import Ground, Measure, ModerationDecision, Notice
from tests.databases import on_both
from tests.factories import a_proposal, a_staff_member

pytestmark = [on_both, pytest.mark.usefixtures("app")]


@pytest.mark.parametrize(
    ("years", "decided", "left"), [(2, True, (1, 1)), (4, True, (0, 0)), (4, False, (1, 0))]
)
def test_they_are_forgotten_after_three_years_if_decided(
    *, years: int, decided: bool, left: tuple[int, int], noon: datetime
) -> None:
    proposal = a_proposal()
    decision = ModerationDecision(
        commune_id=proposal.commune_id,
        contribution_id=proposal.id,
        measure=Measure.KEEP,
        decided_by_id=a_staff_member(commune=proposal.commune).id,
        decided_at=noon,
    )
    db.session.add(decision)
    db.session.flush()
    db.session.add(
        Notice(
            commune_id=proposal.commune_id,
            number=1,
            contribution_id=proposal.id,
            ground=Ground.OTHER,
            received_at=noon,
            decision_id=decision.id if decided else None,
        )
    )
    db.session.commit()

    services.forget(noon + timedelta(days=365 * years))

    counts = [
        db.session.scalars(select(func.count()).select_from(table)).one()
        for table in (Notice, ModerationDecision)
    ]
    assert tuple(counts) == left
