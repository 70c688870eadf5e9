"""Backing somebody's remark, and taking that back; the counter equals the rows at any moment.

Everybody first changes the counter, and so takes the lock of the remark's row, then the rows:
in this order nobody waits in a circle.
"""

from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from participe.accounts.models import Person
from participe.consultations import services as consultations
from participe.consultations.models import Consultation
from participe.consultations.phases import Action
from participe.extensions import db
from participe.kernel import events
from participe.texts import policies
from participe.texts.errors import (
    RemarkNotSupportable,
    RemarkNotSupported,
    RemarkSupportedAlready,
)
from participe.texts.events import RemarkSupportGiven, RemarkSupportTakenBack
from participe.texts.models import Remark, RemarkSupport
from participe.texts.queries import owned, remarks


def support(remark: Remark, *, person: Person, at: datetime) -> None:
    """Record that a person backs a remark, once (invariant 3).

    Raises RemarkSupportedAlready (nothing changed, and nothing is wrong), RemarkNotSupportable
    for what is hidden, withdrawn or decided, and NotOpen outside the phases.
    """
    assert person.commune_id == remark.commune_id, "ask the policy first"  # noqa: S101
    remarks.lock(remark)
    if not remark.is_public or policies.is_decided(remark):
        raise RemarkNotSupportable
    consultations.ensure_open(_consultation_of(remark), Action.REMARK, at)
    try:
        with db.session.begin_nested():
            count = add_to_counter(remark, 1)
            db.session.execute(
                insert(RemarkSupport).values(
                    remark_id=remark.id,
                    person_id=person.id,
                    acted_by_id=person.typist.id,
                    channel=person.channel,
                    given_at=at,
                )
            )
    except IntegrityError as error:
        raise RemarkSupportedAlready from error
    set_committed_value(remark, "supports_count", count)
    events.publish(RemarkSupportGiven(remark, person, at))


def withdraw_support(remark: Remark, *, person: Person, at: datetime) -> None:
    """Take a support back while people can still give one."""
    consultations.ensure_open(_consultation_of(remark), Action.REMARK, at)
    remarks.lock(remark)
    if policies.is_decided(remark):
        raise RemarkNotSupportable
    removed = db.session.scalars(
        delete(RemarkSupport)
        .where(RemarkSupport.remark_id == remark.id, RemarkSupport.person_id == person.id)
        .returning(RemarkSupport.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not removed:
        raise RemarkNotSupported
    set_committed_value(remark, "supports_count", add_to_counter(remark, -1))
    events.publish(RemarkSupportTakenBack(remark, person, at))


def forget_supports(person: Person, *, at: datetime) -> None:
    """Remove the supports of somebody who is erased, where people can still give some.

    Elsewhere the result stands: the rows stay, of a person without a name.
    """
    for given in owned.all_supports_of(person):
        remark = given.remark
        if not _consultation_of(remark).allows(Action.REMARK, at):
            continue
        db.session.execute(delete(RemarkSupport).where(RemarkSupport.id == given.id))
        set_committed_value(remark, "supports_count", add_to_counter(remark, -1))


def _consultation_of(remark: Remark) -> Consultation:
    return remark.made_on.text.consultation


def add_to_counter(remark: Remark, number: int) -> int:
    """Change the counter in the database, whatever was read before, and return it."""
    table = Remark.__table__.c
    count: int = db.session.scalars(
        update(Remark)
        .where(table.id == remark.id)
        .values(supports_count=table.supports_count + number)
        .returning(table.supports_count)
        .execution_options(synchronize_session=False)
    ).one()
    return count
