"""Official answers."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Account, Person
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


class OfficialResponse(Base):
    """One version of the commune's answer to a proposition.

    A row without `published_at` is the draft of the next version; at most one exists. A
    published row is never written again. `mandate` is copied when signing: it says in what
    capacity the official signed, for ever.
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

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def missing(self) -> tuple[Part, ...]:
        """Return the needed parts that are still empty; all of them while there is no outcome."""
        if self.outcome is None:
            return tuple(Part)
        return tuple(part for part in NEEDED[self.outcome] if not getattr(self, part.value))

    def days_taken(self) -> int | None:
        """Return the days this answer took since the promise or, without one, since publication."""
        if self.published_at is None:
            return None
        start = self.proposal.threshold_reached_at or self.proposal.published_at
        return max(0, (day_of(self.published_at) - day_of(start)).days)
