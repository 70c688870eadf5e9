"""Assisted sessions: places, people without an account, stations, consents, papers, the journal."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Account, Channel, Person
from participe.communes.models import Commune, DigitalSpace
from participe.consultations.models import Consultation
from participe.kernel.database import Base

LONGEST = timedelta(hours=4)  # then a session closes by itself
CONFIRMED_WITHIN = timedelta(days=7)  # then a code that was asked for anew must be asked for again


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


class Ground(StrEnum):
    """How who works there knows that somebody is that person of a session."""

    SEEN = "seen"  # they saw them in the room
    TOLD = "told"  # the person says what they wrote, and what they support
    PAPER = "paper"  # the person shows the paper, of which the code cannot be read any more


class SpaceFacilitator(Base):
    """That a facilitator works in a space; one may work in several."""

    __tablename__ = "space_facilitator"
    __table_args__ = (UniqueConstraint("space_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("digital_space.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    space: Mapped[DigitalSpace] = relationship()
    person: Mapped[Account] = relationship()


class SpaceCommune(Base):
    """That a space also serves another commune than the one it stands in."""

    __tablename__ = "space_commune"
    __table_args__ = (UniqueConstraint("space_id", "commune_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("digital_space.id"))
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)

    space: Mapped[DigitalSpace] = relationship()
    commune: Mapped[Commune] = relationship()


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
    supports: Mapped[str]  # numbers, as “12, 45”
    typed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    typed_at: Mapped[datetime]
