"""A code of a receipt that was lost, and the two people who replace it."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Account
from participe.assistance.models.people import Participant
from participe.kernel.database import Base

CONFIRMED_WITHIN = timedelta(days=7)  # then a code that was asked for anew must be asked for again


class Ground(StrEnum):
    """How who works there knows that somebody is that person of a session."""

    SEEN = "seen"  # they saw them in the room
    TOLD = "told"  # the person says what they wrote, and what they support
    PAPER = "paper"  # the person shows the paper, of which the code cannot be read any more


class CodeRequest(Base):
    """That the code of a receipt was lost: asked for anew by one of the staff, given by another.

    Two people, never one, open what is somebody's after the session (A-9, A-23). Of the code
    before, a hash stays as long as codes live, so that who still holds it is told.
    """

    __tablename__ = "code_request"
    __table_args__ = (
        Index("ix_code_request_participant", "participant_id"),
        Index("ix_code_request_former", "former_prefix"),
        Index(
            "uq_code_request_waiting",
            "participant_id",
            unique=True,
            sqlite_where=text("confirmed_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL AND dropped_at IS NULL"),
        ),
        CheckConstraint("confirmed_by_id <> asked_by_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    ground: Mapped[Ground]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    confirmed_ground: Mapped[Ground | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]  # given up, or too old when it was asked again
    former_prefix: Mapped[str] = mapped_column(default="")
    former_hash: Mapped[str] = mapped_column(default="")

    participant: Mapped[Participant] = relationship(foreign_keys=[participant_id])
    asked_by: Mapped[Account] = relationship(foreign_keys=[asked_by_id])
    confirmed_by: Mapped[Account | None] = relationship(foreign_keys=[confirmed_by_id])

    def waits_at(self, at: datetime) -> bool:
        """Tell whether somebody else can still confirm it."""
        is_settled = self.confirmed_at is not None or self.dropped_at is not None
        return not is_settled and at < self.asked_at + CONFIRMED_WITHIN
