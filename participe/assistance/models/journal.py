"""Every act of the sessions of a commune, chained."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.kernel.database import Base


class JournalEntry(Base):
    """One act of the journal: chained by hashes, so that a changed or missing line shows.

    `act` and `facts` hold no name and no text: numbers of rows, a way, a channel.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (UniqueConstraint("commune_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    number: Mapped[int]
    session_id: Mapped[int | None] = mapped_column(ForeignKey("assisted_session.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    act: Mapped[str]
    facts: Mapped[str] = mapped_column(default="{}")  # canonical JSON
    at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    session: Mapped[AssistedSession | None] = relationship()
    participant: Mapped[Participant | None] = relationship(foreign_keys=[participant_id])


class JournalChain(Base):
    """The end of a commune's journal: whoever writes takes its lock, so numbers have no gap.

    It also shows that lines were cut off at the end, which the chain alone would not.
    """

    __tablename__ = "journal_chain"

    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)  # of the last line
    hash: Mapped[str] = mapped_column(default="")
