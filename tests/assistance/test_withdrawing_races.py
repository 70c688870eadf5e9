"""Taking everything back while others support the same things and write beside them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from participe.accounts.models import Account
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import claiming, following, journal, receipts
from participe.discussions import services as discussions
from participe.extensions import db
from participe.kernel.errors import Refusal
from participe.proposals.models import Proposal
from participe.texts.models import Remark, RemarkSupport, Wording
from participe.texts.services import supporting
from tests.databases import on_both
from tests.factories import (
    a_participant,
    a_proposal,
    a_remark,
    a_resident,
    a_text,
)
from tests.together import together

pytestmark = on_both
ROUNDS = 5


@pytest.mark.parametrize("end", ["withdraw", "claim"])
def test_nobody_waits_in_a_circle(
    end: str, app: Flask, session: AssistedSession, noon: datetime
) -> None:
    """One lock order for all: remarks and comments before the journal, which comes last."""
    a_text(consultation=session.consultation)
    for _round in range(ROUNDS):
        acts = iter(_acts(end, session, noon))

        results = together(app, 6, partial(_do_next, acts))

        assert all(result is None or isinstance(result, Refusal) for result in results)
    assert journal.verify(session.commune) is None
    counted = select(func.count(RemarkSupport.id)).where(RemarkSupport.remark_id == Remark.id)
    rows = db.session.execute(
        select(Remark.supports_count, counted.correlate(Remark).scalar_subquery())
    ).all()
    assert [count for count, _rows in rows] == [number for _count, number in rows]


def _acts(end: str, session: AssistedSession, at: datetime) -> list[Callable[[], None]]:
    """Give somebody things to leave, and others what they do to the same things."""
    said = db.session.scalars(select(Wording)).one()
    leaving, supporter, commenter, other = (a_participant(session=session) for _ in range(4))
    remarks = [a_remark(on=said, author=a_resident(commune=session.commune)) for _ in range(3)]
    own = a_remark(on=said, author=leaving)
    proposal = a_proposal(consultation=session.consultation)
    for remark in remarks:
        supporting.support(remark, person=leaving, at=at)
    for body in ("Oui.", "Et encore."):
        discussions.comment(
            proposal, consultation=session.consultation, author=leaving, body=body, at=at
        )
    receipts.issue(leaving, by=None, at=at)
    account = a_resident(commune=session.commune)
    db.session.commit()
    return [
        _leave(end, leaving, account, at),
        *(_support(remark, supporter, at) for remark in reversed(remarks)),
        _comment(proposal, commenter, at),
        _comment(own, other, at),
    ]


def _do_next(acts: Iterator[Callable[[], None]]) -> None:
    next(acts)()


def _leave(end: str, leaving: Participant, account: Account, at: datetime) -> Callable[[], None]:
    leaving_id, account_id = leaving.id, account.id

    def leave() -> None:
        one = db.session.get_one(Participant, leaving_id)
        if end == "withdraw":
            following.withdraw_all(one, at=at)
        else:
            claiming.claim(one, db.session.get_one(Account, account_id), at=at)

    return leave


def _support(remark: Remark, person: Participant, at: datetime) -> Callable[[], None]:
    remark_id, person_id = remark.id, person.id

    def support() -> None:
        person = db.session.get_one(Participant, person_id)
        supporting.support(db.session.get_one(Remark, remark_id), person=person, at=at)

    return support


def _comment(on: Proposal | Remark, person: Participant, at: datetime) -> Callable[[], None]:
    kind, on_id, person_id = type(on), on.id, person.id

    def comment() -> None:
        author = db.session.get_one(Participant, person_id)
        discussions.comment(
            db.session.get_one(kind, on_id),
            consultation=author.session.consultation,
            author=author,
            body="Bonne idée.",
            at=at,
        )

    return comment
