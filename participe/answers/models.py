"""Official answers, who works on them, their one delay, and what people ask of them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Account, Person
from participe.communes.models import Commune
from participe.contributions.models import Contribution
from participe.kernel.clock import day_of
from participe.kernel.database import Base
from participe.proposals.models import Outcome, Proposal


class Part(StrEnum):
    """A part of an answer; which ones it needs depends on its outcome."""

    WHAT_WE_DO = "what_we_do"
    DONE_BY = "done_by"
    WHY_NOT = "why_not"
    WHO_DECIDES = "who_decides"


NEEDED: dict[Outcome, tuple[Part, ...]] = {
    Outcome.ACCEPTED: (Part.WHAT_WE_DO, Part.DONE_BY),
    Outcome.PARTLY: (Part.WHAT_WE_DO, Part.DONE_BY, Part.WHY_NOT),
    Outcome.REFUSED: (Part.WHY_NOT,),
    Outcome.STUDIED: (Part.WHAT_WE_DO, Part.DONE_BY),
    Outcome.NOT_OURS: (Part.WHO_DECIDES,),
}


# To these outcomes a date is a promise; to the others it would be one that nobody keeps.
PROMISING = tuple(outcome for outcome, parts in NEEDED.items() if Part.DONE_BY in parts)


class OfficialResponse(Base):
    """One version of the commune's answer to a proposition.

    A row without `published_at` is the draft of the next version; at most one exists. A
    published row is never written again. `mandate` is copied when signing: it says in what
    capacity the official signed, for ever; a collective answer is signed by one for all.
    """

    __tablename__ = "official_response"
    __table_args__ = (
        UniqueConstraint("proposal_id", "version"),
        Index(
            "uq_official_response_draft",
            "proposal_id",
            unique=True,
            sqlite_where=text("published_at IS NULL"),
            postgresql_where=text("published_at IS NULL"),
        ),
        Index("ix_official_response_published", "published_at"),
        CheckConstraint(
            "published_at IS NULL OR (outcome IS NOT NULL AND signed_by_id IS NOT NULL)",
            name="published_is_signed",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    version: Mapped[int] = mapped_column(default=1)
    outcome: Mapped[Outcome | None]
    what_we_do: Mapped[str] = mapped_column(default="")
    done_by: Mapped[date | None]  # by when the commune does it
    why_not: Mapped[str] = mapped_column(default="")
    who_decides: Mapped[str] = mapped_column(default="")  # of what is not the commune's to decide
    change_note: Mapped[str] = mapped_column(default="")  # why a new version, told to everyone
    who_does: Mapped[str] = mapped_column(default="")  # the service or person in charge of it
    budget_line: Mapped[str] = mapped_column(default="")
    is_collective: Mapped[bool] = mapped_column(default=False)  # in the name of the college
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # asked to sign
    sent_to_sign_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    mandate: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship()
    prepared_by: Mapped[Person | None] = relationship(foreign_keys=[prepared_by_id])
    signer: Mapped[Account | None] = relationship(foreign_keys=[signer_id])
    signed_by: Mapped[Account | None] = relationship(foreign_keys=[signed_by_id])
    clarifications: Mapped[list["Clarification"]] = relationship(
        back_populates="response", order_by="Clarification.id"
    )
    case: Mapped["AnswerCase | None"] = relationship(
        primaryjoin="foreign(OfficialResponse.proposal_id) == AnswerCase.proposal_id",
        viewonly=True,
    )
    extension: Mapped["AnswerExtension | None"] = relationship(
        primaryjoin="foreign(OfficialResponse.proposal_id) == AnswerExtension.proposal_id",
        viewonly=True,
    )

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def missing(self) -> tuple[Part, ...]:
        """Return the needed parts that are still empty; all of them while there is no outcome."""
        if self.outcome is None:
            return tuple(Part)
        return tuple(part for part in NEEDED[self.outcome] if not getattr(self, part.value))

    def days_taken(self) -> int | None:
        """Return the days the first answer took since the promise or, without one, publication.

        A later version changes nothing of when the commune answered.
        """
        answered_at = self.proposal.answered_at or self.published_at
        if answered_at is None:
            return None
        start = self.proposal.threshold_reached_at or self.proposal.published_at
        return max(0, (day_of(answered_at) - day_of(start)).days)


class Service(Base):
    """A service of the administration; one that exists no more is retired, never removed."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("commune_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    name: Mapped[str]
    retired_at: Mapped[datetime | None]

    commune: Mapped[Commune] = relationship()


class AnswerCase(Base):
    """Who works on the answer to a proposition; it is opened by the first thing done for it."""

    __tablename__ = "answer_case"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    official_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime]
    assigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship()
    service: Mapped[Service | None] = relationship()
    official: Mapped[Account | None] = relationship(foreign_keys=[official_id])


class ServiceNote(Base):
    """What a service was asked about a proposition, and its word on it; never public."""

    __tablename__ = "service_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    question: Mapped[str]
    due_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    answered_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship()
    service: Mapped[Service] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    def days_late(self, at: datetime) -> int:
        """Return by how many days the note is late; one that is written is late no more."""
        return 0 if self.is_answered else max(0, (day_of(at) - self.due_on).days)


class AnswerExtension(Base):
    """The one delay that the commune may give itself, with a reason that everyone reads.

    The first date stays the proposition's `due_on`: lateness counts from there.
    """

    __tablename__ = "answer_extension"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    until: Mapped[date]
    reason: Mapped[str]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]

    proposal: Mapped[Proposal] = relationship()
    given_by: Mapped[Person] = relationship()


class Clarification(Contribution):
    """What somebody did not understand in an answer, asked once, and the commune's reply.

    The reply is written once: `mandate` says in what capacity, empty for the staff.
    """

    __tablename__ = "clarification"
    __table_args__ = (UniqueConstraint("response_id", "asker_id"),)

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("official_response.id"))
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # the author, for the constraint
    due_on: Mapped[date]
    reply: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    mandate: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {"polymorphic_identity": "clarification"}

    response: Mapped[OfficialResponse] = relationship(back_populates="clarifications")
    replied_by: Mapped[Person | None] = relationship(foreign_keys=[replied_by_id])

    @property
    def is_replied(self) -> bool:
        return self.replied_at is not None

    def days_late(self, at: datetime) -> int:
        """Return by how many days the reply is late, or was."""
        return max(0, (day_of(self.replied_at or at) - self.due_on).days)
