"""The bilan: one for each consultation."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Person
from participe.consultations.models import Consultation
from participe.kernel.database import Base


class Stage(StrEnum):
    """Where a bilan stands, computed from its row."""

    DRAFT = "draft"
    WAITING = "waiting"  # for the director general
    APPROVED = "approved"
    PUBLISHED = "published"


class OutcomeReport(Base):
    """What came of a consultation, as the commune says it; fixed for ever once published.

    `revision` counts the savings: whoever saves, approves or publishes says which one they were
    reading. A saving takes back the submission and the approval: what is approved is exactly what
    is published. `figures` is empty until then, and afterwards the JSON of `reports.figures`.
    """

    __tablename__ = "outcome_report"
    __table_args__ = (
        Index("ix_outcome_report_published", "published_at"),
        CheckConstraint(
            "approved_at IS NULL OR (submitted_at IS NOT NULL AND approved_by_id IS NOT NULL)",
            name="approved_was_submitted",
        ),
        CheckConstraint(
            "published_at IS NULL OR (approved_at IS NOT NULL AND summary <> '' AND figures <> '')",
            name="published_was_approved",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    summary: Mapped[str] = mapped_column(default="")  # in plain language, Markdown as the others
    what_was_kept: Mapped[str] = mapped_column(default="")
    what_was_not: Mapped[str] = mapped_column(default="")
    next_steps: Mapped[str] = mapped_column(default="")
    figures: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    sent_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_back_at: Mapped[datetime | None]
    sent_back_word: Mapped[str] = mapped_column(default="")  # what the director asks to change
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]
    # Who answered for the consultation on that day, and in what capacity.
    official_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    mandate: Mapped[str] = mapped_column(default="")

    consultation: Mapped[Consultation] = relationship()
    saved_by: Mapped[Person] = relationship(foreign_keys=[saved_by_id])
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=[submitted_by_id])
    sent_back_by: Mapped[Person | None] = relationship(foreign_keys=[sent_back_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    published_by: Mapped[Person | None] = relationship(foreign_keys=[published_by_id])
    official: Mapped[Person | None] = relationship(foreign_keys=[official_id])

    @property
    def stage(self) -> Stage:
        if self.published_at is not None:
            return Stage.PUBLISHED
        if self.approved_at is not None:
            return Stage.APPROVED
        return Stage.DRAFT if self.submitted_at is None else Stage.WAITING

    @property
    def is_published(self) -> bool:
        return self.published_at is not None
