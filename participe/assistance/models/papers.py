"""What comes in from paper and from sessions without network."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.kernel.database import Base


class KitRecord(Base):
    """A line of a file filled in without network: imported once, whoever sends it how often.

    It has a person, or the reason why it was refused; a refused one may be sent again.
    """

    __tablename__ = "kit_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("assisted_session.id"), index=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="SET NULL")
    )
    refusal: Mapped[str] = mapped_column(default="")
    is_late: Mapped[bool] = mapped_column(default=False)  # captured after the session had closed
    captured_at: Mapped[datetime]
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    session: Mapped[AssistedSession] = relationship()
    participant: Mapped[Participant | None] = relationship(foreign_keys=[participant_id])


class PaperRow(Base):
    """A paper typed in once, in a commune that has them typed twice: nothing of it is public.

    The rows of a session wait together until somebody else typed the same papers.
    """

    __tablename__ = "paper_row"
    __table_args__ = (UniqueConstraint("session_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("assisted_session.id"))
    place: Mapped[int]  # on the page, from 0
    name: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    supports: Mapped[str]  # the numbers, as “12, 45”
    remarks: Mapped[str]  # on the passages of a text, by line
    typed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    typed_at: Mapped[datetime]

    session: Mapped[AssistedSession] = relationship()
