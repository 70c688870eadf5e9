"""Backing a remark: once a person under any concurrency, the counter equal to the rows."""

from datetime import datetime
from queue import SimpleQueue

import pytest
from flask import Flask

from participe.accounts.events import PersonErased
from participe.accounts.models import Account
from participe.consultations.errors import NotOpen
from participe.extensions import db
from participe.kernel import clock, events
from participe.texts.errors import (
    RemarkNotSupportable,
    RemarkNotSupported,
    RemarkSupportedAlready,
)
from participe.texts.models import Remark, RemarkDecision, RemarkSupport, Verdict
from participe.texts.services import supporting
from tests.databases import on_both
from tests.factories import ONE_DAY, a_remark, a_resident, a_text
from tests.texts.versions import a_draft, publish, the_wording
from tests.together import together

pytestmark = on_both


def rows(remark: Remark) -> int:
    return db.session.query(RemarkSupport).filter_by(remark_id=remark.id).count()


def test_it_counts_once_and_can_be_taken_back(app: Flask, noon: datetime) -> None:  # noqa: ARG001
    """Invariant 3."""
    remark = a_remark(on=the_wording(a_text()))
    person = a_resident(commune=remark.commune)

    supporting.support(remark, person=person, at=noon)
    with pytest.raises(RemarkSupportedAlready):
        supporting.support(remark, person=person, at=noon)
    assert rows(remark) == remark.supports_count == 1

    supporting.withdraw_support(remark, person=person, at=noon)
    with pytest.raises(RemarkNotSupported):
        supporting.withdraw_support(remark, person=person, at=noon)
    assert rows(remark) == remark.supports_count == 0


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_what_is_not_public_gets_none(app: Flask, noon: datetime, state: str) -> None:  # noqa: ARG001
    remark = a_remark(
        on=the_wording(a_text()),
        hidden_at=noon if state == "hidden" else None,
        hidden_reason="Une insulte." if state == "hidden" else None,
        withdrawn_at=noon if state == "withdrawn" else None,
    )

    with pytest.raises(RemarkNotSupportable):
        supporting.support(remark, person=a_resident(commune=remark.commune), at=noon)


def test_the_count_is_final_once_decided_in_public(app: Flask, noon: datetime) -> None:  # noqa: ARG001
    remark = a_remark(on=the_wording(a_text()))
    text = remark.made_on.text
    draft = a_draft(text, {1: "Autre chose."})
    remark.decision = RemarkDecision(
        version=draft,
        verdict=Verdict.KEPT,
        reason="Oui.",
        decided_by=text.created_by,
        decided_at=noon,
    )
    db.session.commit()
    person = a_resident(commune=remark.commune)
    supporting.support(remark, person=person, at=noon)
    publish(draft)

    with pytest.raises(RemarkNotSupportable):
        supporting.withdraw_support(remark, person=person, at=noon)
    with pytest.raises(RemarkNotSupportable):
        supporting.support(remark, person=a_resident(commune=remark.commune), at=noon)
    assert rows(remark) == remark.supports_count == 1


def test_it_is_open_with_its_phase_only(app: Flask, noon: datetime) -> None:  # noqa: ARG001
    """Invariant 2."""
    remark = a_remark(on=the_wording(a_text()))
    person = a_resident(commune=remark.commune)

    with pytest.raises(NotOpen):
        supporting.support(remark, person=person, at=noon + ONE_DAY)


@pytest.mark.parametrize(("days", "left"), [(0, 0), (1, 1)])
def test_erasing_a_person_takes_their_supports_where_one_still_can(
    app: Flask,  # noqa: ARG001
    noon: datetime,
    days: int,
    left: int,
) -> None:
    remark = a_remark(on=the_wording(a_text()))
    person = a_resident(commune=remark.commune)
    supporting.support(remark, person=person, at=noon)

    events.publish(PersonErased(person, noon + days * ONE_DAY))
    db.session.commit()

    assert rows(remark) == remark.supports_count == left


def test_many_clicks_of_one_person_and_others_at_once(app: Flask) -> None:
    """Invariant 3, with real threads."""
    remark = a_remark(on=the_wording(a_text()))
    remark_id, first = remark.id, a_resident(commune=remark.commune).id
    people: SimpleQueue[int] = SimpleQueue()
    for _ in range(10):
        people.put(first)
        people.put(a_resident(commune=remark.commune).id)

    def act() -> None:
        mine, person = db.session.get(Remark, remark_id), db.session.get(Account, people.get())
        assert mine is not None
        assert person is not None
        supporting.support(mine, person=person, at=clock.now())

    results = together(app, 20, act)

    assert sum(isinstance(result, RemarkSupportedAlready) for result in results) == 9
    assert results.count(None) == 11
    db.session.refresh(remark)
    assert rows(remark) == remark.supports_count == 11
