"""Reads about who works on answers: services, cases, private notes, the one extension."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from participe.accounts.models import Account, Person
from participe.answers import schedule
from participe.answers.models import (
    AnswerCase,
    AnswerExtension,
    OfficialResponse,
    Service,
    ServiceNote,
)
from participe.answers.queries import waiting
from participe.answers.schedule import State
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.proposals.models import Proposal


@dataclass(frozen=True)
class Promised:
    """An answer that is promised, and how far it is."""

    proposal: Proposal
    case: AnswerCase | None
    extension: AnswerExtension | None
    draft: OfficialResponse | None

    @property
    def state(self) -> State:
        return schedule.state(
            opened=self.case is not None,
            sent_to_sign=self.draft is not None and self.draft.sent_to_sign_at is not None,
            published=self.proposal.is_answered,
        )

    @property
    def official(self) -> Account | None:
        """Return who is to answer: the official asked to, else the one of the consultation."""
        if self.case is not None and self.case.official is not None:
            return self.case.official
        return self.proposal.consultation.contract.official

    @property
    def service(self) -> Service | None:
        return self.case.service if self.case else None


def services(commune: Commune) -> Sequence[Service]:
    """Return the services of a commune by name, those retired too."""
    return db.session.scalars(
        select(Service).where(Service.commune_id == commune.id).order_by(Service.name, Service.id)
    ).all()


def find_service(commune: Commune, service_id: int) -> Service | None:
    return db.session.scalar(
        select(Service).where(Service.id == service_id, Service.commune_id == commune.id)
    )


def service_named(commune: Commune, name: str) -> Service | None:
    return db.session.scalar(
        select(Service).where(Service.commune_id == commune.id, Service.name == name)
    )


def promised(commune: Commune) -> list[Promised]:
    """Return every answer that is due in a commune, the oldest promise first, in one query."""
    statement = _with_its_case(waiting.due_in(commune)).order_by(Proposal.due_on, Proposal.id)
    return [Promised(*row) for row in db.session.execute(statement).unique()]


def standing(proposal: Proposal) -> Promised:
    """Return how far the answer to one proposition is, or to the group it stands in."""
    answered_id = proposal.lead_id or proposal.id
    statement = _with_its_case(select(Proposal).where(Proposal.id == answered_id))
    return Promised(*db.session.execute(statement).unique().one())


def to_remind(at: datetime) -> list[Promised]:
    """Return the answers of all communes for which a reminder may be due at this instant."""
    statement = _with_its_case(waiting.due_before(at + schedule.EARLIEST))
    statement = statement.options(joinedload(Proposal.commune))
    statement = statement.order_by(Proposal.due_on, Proposal.id)
    return [Promised(*row) for row in db.session.execute(statement).unique()]


def case_of(proposal: Proposal) -> AnswerCase | None:
    return db.session.get(AnswerCase, proposal.id)


def extension_of(proposal: Proposal) -> AnswerExtension | None:
    return db.session.get(AnswerExtension, proposal.id)


def notes_of(proposal: Proposal) -> Sequence[ServiceNote]:
    """Return what the services were asked about a proposition, the first due on top."""
    return db.session.scalars(
        _notes().where(ServiceNote.proposal_id == proposal.id).order_by(*_FIRST_DUE)
    ).all()


def open_notes(commune: Commune) -> Sequence[ServiceNote]:
    """Return the notes that no service has answered yet, the first due on top."""
    return db.session.scalars(
        _notes()
        .join(ServiceNote.proposal)
        .where(
            Proposal.commune_id == commune.id,
            Proposal.answered_at.is_(None),
            ServiceNote.answered_at.is_(None),
        )
        .options(contains_eager(ServiceNote.proposal))
        .order_by(*_FIRST_DUE)
    ).all()


def find_note(commune: Commune, note_id: int) -> ServiceNote | None:
    return db.session.scalar(
        _notes()
        .join(ServiceNote.proposal)
        .where(ServiceNote.id == note_id, Proposal.commune_id == commune.id)
        .options(contains_eager(ServiceNote.proposal))
    )


def notes_by(person: Person) -> Sequence[ServiceNote]:
    """Return the notes that this person asked for or answered."""
    return db.session.scalars(
        _notes()
        .where((ServiceNote.asked_by_id == person.id) | (ServiceNote.answered_by_id == person.id))
        .options(joinedload(ServiceNote.proposal))
        .order_by(ServiceNote.id)
    ).all()


_FIRST_DUE = (ServiceNote.due_on, ServiceNote.id)


def _notes() -> Select[ServiceNote]:
    return select(ServiceNote).options(
        joinedload(ServiceNote.service),
        joinedload(ServiceNote.asked_by.of_type(Account)).lazyload(Account.grants),
        joinedload(ServiceNote.answered_by.of_type(Account)).lazyload(Account.grants),
    )


def _with_its_case(
    proposals: Select[Proposal],
) -> "Select[Proposal, AnswerCase, AnswerExtension, OfficialResponse]":
    return (
        proposals.add_columns(AnswerCase, AnswerExtension, OfficialResponse)
        .outerjoin(AnswerCase, AnswerCase.proposal_id == Proposal.id)
        .outerjoin(AnswerExtension, AnswerExtension.proposal_id == Proposal.id)
        .outerjoin(
            OfficialResponse,
            (OfficialResponse.proposal_id == Proposal.id) & OfficialResponse.published_at.is_(None),
        )
        .options(
            joinedload(AnswerCase.service),
            joinedload(AnswerCase.official),
            joinedload(OfficialResponse.signer),
            joinedload(Proposal.consultation).joinedload(Consultation.contract),
        )
    )
