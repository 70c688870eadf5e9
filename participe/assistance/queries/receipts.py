"""Reads of what is found with the code of a receipt, and the locks under which it changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participe.accounts.models import Person
from participe.answers.models import OfficialResponse
from participe.answers.queries import finding as answers
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.communes.models import Commune
from participe.contributions.models import Contribution
from participe.discussions import queries as discussions
from participe.discussions.models import Comment
from participe.extensions import db
from participe.proposals.models import Amendment, Proposal, Support
from participe.proposals.queries import amending
from participe.proposals.queries import owned as proposals
from participe.texts.models import Remark, RemarkSupport
from participe.texts.queries import owned as texts

SHOWN = 200  # contributions of a session, on its public page


@dataclass(frozen=True)
class Deeds:
    """All that a person wrote and supports now, and the commune's answers to it."""

    proposals: Sequence[Proposal]
    amendments: Sequence[Amendment]
    remarks: Sequence[Remark]
    comments: Sequence[Comment]
    supports: Sequence[Support]
    remark_supports: Sequence[RemarkSupport]
    answers: dict[int, OfficialResponse]  # by the id of the proposition

    @property
    def written(self) -> list[Contribution]:
        return [*self.proposals, *self.amendments, *self.remarks, *self.comments]

    @property
    def is_empty(self) -> bool:
        return not (self.written or self.supports or self.remark_supports)


def deeds_of(participant: Participant) -> Deeds:
    """Return everything that a person did: few things, read one kind after the other."""
    written = proposals.written_by(participant, limit=None)
    supports = proposals.supports_of(participant, limit=None)
    answered = {p.id: p for p in (*written, *(given.proposal for given in supports))}
    found = {id_: answers.current(proposal) for id_, proposal in answered.items()}
    return Deeds(
        proposals=written,
        amendments=amending.written_by(participant, limit=None),
        remarks=texts.written_by(participant, limit=None),
        comments=discussions.everything_by(participant),
        supports=supports,
        remark_supports=texts.supports_of(participant, limit=None),
        answers={id_: answer for id_, answer in found.items() if answer is not None},
    )


def written_by(person: Person) -> Sequence[Contribution]:
    """Return all that somebody wrote, of whatever kind."""
    return db.session.scalars(
        select(Contribution).where(Contribution.author_id == person.id).order_by(Contribution.id)
    ).all()


def find(commune: Commune, participant_id: int) -> Participant | None:
    return db.session.scalar(
        select(Participant)
        .where(Participant.id == participant_id, Participant.commune_id == commune.id)
        .options(
            joinedload(Participant.session).joinedload(AssistedSession.consultation),
            joinedload(Participant.session).joinedload(AssistedSession.space),
        )
    )


def with_prefix(commune: Commune, prefix: str) -> Participant | None:
    """Return the one person of a commune whose code begins so: `issue` gives no beginning twice."""
    return db.session.scalar(
        select(Participant)
        .where(
            Participant.code_prefix == prefix,
            Participant.code_hash != "",
            Participant.commune_id == commune.id,
        )
        .order_by(Participant.id)
        .limit(1)
    )


def lock_codes(commune_id: int) -> None:
    """Make whoever else would give out a code in this commune wait for this transaction."""
    db.session.execute(
        select(Commune.__table__.c.id)
        .where(Commune.__table__.c.id == commune_id)
        .with_for_update(key_share=True)
    )


def lock(participant: Participant) -> None:
    """Make whoever else changes this person wait until this transaction ends; read it afresh."""
    db.session.scalars(
        select(Participant)
        .where(Participant.id == participant.id)
        .with_for_update(of=Participant.__table__, key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def public_of(session: AssistedSession) -> Sequence[Contribution]:
    """Return what everyone may read of what came out of a session, the newest first."""
    people = select(Participant.id).where(Participant.session_id == session.id)
    return db.session.scalars(
        select(Contribution)
        .where(
            Contribution.author_id.in_(people),
            Contribution.kind.in_(("proposal", "remark", "comment")),
            Contribution.hidden_at.is_(None),
            Contribution.withdrawn_at.is_(None),
        )
        .options(joinedload(Contribution.author))
        .order_by(Contribution.id.desc())
        .limit(SHOWN)
    ).all()
