"""The shared computers of a session."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Account
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.kernel.database import Base


class Station(Base):
    """A shared computer in a session; it holds no right but that of the person handed to it.

    Another computer joins with four digits that live ten minutes; then its browser holds the
    only key, as a hash here. The facilitator's own computer becomes one while it is lent.
    """

    __tablename__ = "station"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        Index("ix_station_token", "token_hash"),
        Index("ix_station_digits", "join_digits"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("assisted_session.id"))
    number: Mapped[int]
    is_facilitators: Mapped[bool] = mapped_column(default=False)
    join_digits: Mapped[str] = mapped_column(default="")  # empty once used
    digits_expire_at: Mapped[datetime | None]
    token_hash: Mapped[str] = mapped_column(default="")
    lent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # whose it is
    lent_on_public_computer: Mapped[bool] = mapped_column(default=False)  # how they signed in
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), unique=True)
    handed_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]  # when the person began on it
    left_at: Mapped[datetime | None]  # when this computer left the session

    session: Mapped[AssistedSession] = relationship()
    participant: Mapped[Participant | None] = relationship(foreign_keys=[participant_id])
    lent_by: Mapped[Account | None] = relationship(foreign_keys=[lent_by_id])

    @property
    def is_joined(self) -> bool:
        """Tell whether a browser holds its key; before, it is four digits on the console."""
        return bool(self.token_hash)

    def shows_digits_at(self, at: datetime) -> bool:
        return bool(
            self.join_digits and self.digits_expire_at is not None and at < self.digits_expire_at
        )
