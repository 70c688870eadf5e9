"""Who takes part without an account, how, and their accord."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Account, Channel, Person
from participe.assistance.models.sessions import AssistedSession
from participe.kernel.database import Base


class Way(StrEnum):
    """How a person takes part, chosen with them."""

    ALONE = "alone"
    HELPED = "helped"  # with their own hands
    TYPED = "typed"  # the facilitator types what they say
    PAPER = "paper"


class ConsentForm(StrEnum):
    """How an accord was given."""

    TICKED = "ticked"  # read and ticked by the person
    SPOKEN = "spoken"  # said aloud before a witness
    SIGNED = "signed"  # on paper


class Participant(Account):
    """A person helped in a session: a name for the hour, no address, no account to take over.

    What they wrote is shown, withdrawn and claimed with the code on their receipt, of which
    only a slow hash is kept, found by its first signs. Claimed, everything moves to the
    account and this row stays as the record.
    """

    __tablename__ = "participant"
    __table_args__: Any = (Index("ix_participant_code", "code_prefix"),)

    id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("assisted_session.id"), index=True)
    place: Mapped[int]  # in the session, from 1
    way: Mapped[Way]
    stands_for: Mapped[int] = mapped_column(default=1)  # people behind a group's contribution
    code_prefix: Mapped[str] = mapped_column(default="")
    code_hash: Mapped[str] = mapped_column(default="")
    code_valid_until: Mapped[date | None]  # the day that their receipt names
    receipt_printed_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # of an answer that came afterwards
    claimed_at: Mapped[datetime | None]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kept_id: Mapped[int | None] = mapped_column(  # what they typed when their time was over
        ForeignKey("intention.id", ondelete="SET NULL")
    )
    captured_at: Mapped[datetime | None]  # without network, as the clock of that computer says
    rehearsed: Mapped[int] = mapped_column(default=0)  # acts of a practice: counted, never made

    __mapper_args__ = {
        "polymorphic_identity": "participant",
        "polymorphic_load": "selectin",  # the authors of a page in one more query, not one each
        "inherit_condition": id == Person.id,  # noqa: A003 -- the column above
    }

    is_participant = True

    @property
    def channel(self) -> Channel:
        return Channel.PAPER if self.way is Way.PAPER else Channel.ASSISTED

    @property
    def declared_age(self) -> int:
        """Return the age that whoever added this person declared: that of the consultation."""
        return self.session.consultation.minimum_age

    @property
    def typist(self) -> Person:
        """Return the facilitator of the session for who dictates or writes on paper."""
        return self.session.facilitator if self.way in {Way.TYPED, Way.PAPER} else self

    session: Mapped[AssistedSession] = relationship(foreign_keys=[session_id])
    claimed_by: Mapped[Account | None] = relationship(foreign_keys=[claimed_by_id])
    consents: Mapped[list["Consent"]] = relationship(
        back_populates="participant", foreign_keys="Consent.participant_id", order_by="Consent.id"
    )

    @property
    def consent(self) -> "Consent | None":
        """Return the accord that holds; none once it is revoked."""
        return next((one for one in self.consents if one.revoked_at is None), None)

    @property
    def is_practice(self) -> bool:
        return self.session.is_practice

    @property
    def comes_late(self) -> bool:
        """Tell whether they wrote on paper or without network, and never had a receipt."""
        wrote_elsewhere = self.way is Way.PAPER or self.captured_at is not None
        return wrote_elsewhere and self.receipt_printed_at is None

    @property
    def is_group(self) -> bool:
        return self.stands_for > 1


class Consent(Base):
    """A person's accord to take part with help: which text, how it was given, whether it holds."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    notice_version: Mapped[int]
    given: Mapped[ConsentForm]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship(
        back_populates="consents", foreign_keys=[participant_id]
    )
    recorded_by: Mapped[Person] = relationship(foreign_keys=[recorded_by_id])
