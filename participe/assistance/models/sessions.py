"""The hour itself: planned, opened, closed."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Account
from participe.assistance.models.places import SpaceFacilitator
from participe.communes.models import Commune, DigitalSpace
from participe.consultations.models import Consultation
from participe.kernel.database import Base

LONGEST = timedelta(hours=4)  # then a session closes by itself


class AssistedSession(Base):
    """An hour in a space in which people take part with help.

    Planned until `opened_at`, under way until `closed_at`. A practice session is on invented
    people: it is never counted, and erased at its end. `notice_version` is the text that was
    read aloud. `listeners` counts those who only listened: nothing else is kept of them.
    """

    __tablename__ = "assisted_session"
    __table_args__ = (
        UniqueConstraint("commune_id", "number"),
        CheckConstraint("computers >= 0", name="computers_not_negative"),
        Index("ix_assisted_session_space", "space_id", "planned_for"),
        CheckConstraint("listeners >= 0", name="listeners_not_negative"),
        CheckConstraint(
            "closed_at IS NULL OR opened_at IS NOT NULL", name="closed_only_once_opened"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    number: Mapped[int]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("digital_space.id"))
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_practice: Mapped[bool] = mapped_column(default=False)
    computers: Mapped[int] = mapped_column(default=1)
    planned_for: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]  # of what was planned and never opened
    pin_hash: Mapped[str] = mapped_column(default="")  # gives the facilitator's screen back
    pin_tries: Mapped[int] = mapped_column(default=0)
    notice_version: Mapped[int | None]
    notice_read_at: Mapped[datetime | None]
    listeners: Mapped[int] = mapped_column(default=0)
    questions: Mapped[str] = mapped_column(default="")  # asked in the room, noted without names

    commune: Mapped[Commune] = relationship()
    consultation: Mapped[Consultation] = relationship()
    space: Mapped[DigitalSpace] = relationship()
    facilitator: Mapped[Account] = relationship(foreign_keys=[facilitator_id])
    colleagues: Mapped[list[SpaceFacilitator]] = relationship(
        primaryjoin="foreign(SpaceFacilitator.space_id) == AssistedSession.space_id",
        viewonly=True,
    )

    @property
    def is_planned(self) -> bool:
        return self.opened_at is None and self.cancelled_at is None

    def is_open_at(self, at: datetime) -> bool:
        """Tell whether people can take part in it now; it closes by itself after four hours."""
        ends_at = self.ends_at
        return self.opened_at is not None and ends_at is not None and at < ends_at

    def is_over_at(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at

    @property
    def ends_at(self) -> datetime | None:
        """Return when it was closed, or when it closes by itself; None while it is planned."""
        if self.closed_at is not None or self.opened_at is None:
            return self.closed_at
        return self.opened_at + LONGEST
