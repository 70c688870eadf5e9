"""Notices and moderation decisions."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Person
from participe.communes.models import Commune
from participe.contributions.models import Contribution
from participe.kernel.database import Base

UNDO_WITHIN = timedelta(minutes=10)
DECIDE_WITHIN = timedelta(hours=24)  # what the platform promises to those who report


class Ground(StrEnum):
    """Why a text is reported or hidden: a rule of the charter, or the law."""

    PRIVATE = "private"
    INSULT = "insult"
    HATE = "hate"
    SPAM = "spam"
    OFF_TOPIC = "off-topic"
    DUPLICATE = "duplicate"
    ILLEGAL = "illegal"
    OTHER = "other"


class Measure(StrEnum):
    """What a decision does."""

    KEEP = "keep"
    HIDE = "hide"


class Notice(Base):
    """A report of one text, by anyone, acknowledged with a number (DSA art. 16)."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("commune_id", "number"),
        Index("ix_notice_open", "commune_id", "decision_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    number: Mapped[int]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    ground: Mapped[Ground]
    words: Mapped[str] = mapped_column(default="")
    notifier_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    notifier_email: Mapped[str] = mapped_column(default="")  # of one without an account, if given
    received_at: Mapped[datetime]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("moderation_decision.id"))

    commune: Mapped[Commune] = relationship()
    contribution: Mapped[Contribution] = relationship()
    notifier: Mapped[Person | None] = relationship()
    decision: Mapped["ModerationDecision | None"] = relationship()


class ModerationDecision(Base):
    """A text kept or hidden: facts, ground, who decided and when (DSA art. 17)."""

    __tablename__ = "moderation_decision"
    __table_args__ = (
        CheckConstraint("measure = 'keep' OR reason <> ''", name="hidden_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    measure: Mapped[Measure]
    ground: Mapped[Ground | None]
    reason: Mapped[str] = mapped_column(default="")  # the sentence everyone reads
    message: Mapped[str] = mapped_column(default="")  # a word to the author alone
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship()
    decided_by: Mapped[Person] = relationship()

    def is_undoable(self, at: datetime) -> bool:
        """Tell whether it can still be undone; ten minutes later it cannot."""
        return self.undone_at is None and at < self.decided_at + UNDO_WITHIN
