"""Commitments, what was said of them since, what residents see of them, and who follows them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Account, Person
from participe.answers.models import OfficialResponse
from participe.communes.models import Commune, StoredFile
from participe.consultations.models import Consultation
from participe.contributions.models import Contribution
from participe.kernel.clock import day_of
from participe.kernel.database import Base
from participe.kernel.documents import PDF_MEDIA_TYPE
from participe.kernel.html import TextFormat, headline
from participe.kernel.slugs import slugify
from participe.proposals.models import Proposal

TITLE_LENGTH = 90  # characters of what is promised, as lists show it


class State(StrEnum):
    """Where a commitment stands; that it is late is computed, never declared."""

    TO_DO = "to-do"
    UNDER_WAY = "under-way"
    KEPT = "kept"
    DROPPED = "dropped"

    @property
    def is_final(self) -> bool:
        return self in {State.KEPT, State.DROPPED}


class Commitment(Base):
    """What the commune says it will do, in whose name, by when.

    `what`, `due_on`, `official` and `mandate` are those of the day it was made, for ever: the
    first date decides whether it is late. `state`, `expected_on` and `closed_at` are those of
    the last update. One commitment of a proposition is the answer's own (`is_of_answer`) and
    follows its new versions; staff may add others.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("commune_id", "number"),
        Index(
            "uq_commitment_of_answer",
            "proposal_id",
            unique=True,
            sqlite_where=text("is_of_answer"),
            postgresql_where=text("is_of_answer"),
        ),
        Index("ix_commitment_proposal", "proposal_id"),
        Index("ix_commitment_listed", "commune_id", "made_at", "id"),
        Index("ix_commitment_due", "commune_id", "closed_at", "due_on"),
        Index("ix_commitment_consultation", "consultation_id", "id"),
        CheckConstraint(
            "(closed_at IS NOT NULL) = (state IN ('kept', 'dropped'))", name="closed_when_over"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    number: Mapped[int]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    response_id: Mapped[int] = mapped_column(ForeignKey("official_response.id"))
    is_of_answer: Mapped[bool] = mapped_column(default=False)
    what: Mapped[str]
    who: Mapped[str]  # the service or person in charge
    due_on: Mapped[date]  # the first date promised: the last day on which it is on time
    expected_on: Mapped[date | None]  # the last date said, when it is another
    budget_line: Mapped[str] = mapped_column(default="")
    official_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    mandate: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(default=State.TO_DO)
    closed_at: Mapped[datetime | None]

    commune: Mapped[Commune] = relationship()
    proposal: Mapped[Proposal] = relationship()
    consultation: Mapped[Consultation] = relationship()
    response: Mapped[OfficialResponse] = relationship()
    official: Mapped[Account] = relationship(foreign_keys=[official_id])
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    updates: Mapped[list["CommitmentUpdate"]] = relationship(
        back_populates="commitment", order_by="CommitmentUpdate.number"
    )

    @property
    def title(self) -> str:
        """Return the beginning of what was promised, on one line."""
        return headline(self.what, TextFormat.PLAIN, TITLE_LENGTH)

    @property
    def slug(self) -> str:
        """Return the readable part of this page's address; the number alone decides."""
        return slugify(self.title, otherwise="engagement")

    @property
    def is_over(self) -> bool:
        return self.state.is_final

    @property
    def is_kept(self) -> bool:
        return self.state is State.KEPT

    def days_late(self, at: datetime) -> int:
        """Return by how many days it is late, or was when kept; 0 when dropped or on time."""
        if self.state is State.DROPPED:
            return 0
        return max(0, (day_of(self.closed_at or at) - self.due_on).days)

    def is_late(self, at: datetime) -> bool:
        """Tell whether the first date has passed and it is neither kept nor dropped."""
        return not self.is_over and self.days_late(at) > 0


class CommitmentUpdate(Base):
    """What the commune says of a commitment at one moment, with its proof; never changed."""

    __tablename__ = "commitment_update"
    __table_args__ = (
        UniqueConstraint("commitment_id", "number"),
        CheckConstraint("state <> 'dropped' OR reason <> ''", name="dropped_with_reason"),
        CheckConstraint("file_id IS NULL OR alternative <> ''", name="file_told_in_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    number: Mapped[int]
    state: Mapped[State]
    sentence: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")  # why it was dropped
    new_what: Mapped[str] = mapped_column(default="")  # what is done now, when that changed
    expected_on: Mapped[date | None]  # the date said now, when that changed
    decision_url: Mapped[str] = mapped_column(default="")  # of the council
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    alternative: Mapped[str] = mapped_column(default="")  # what the photo or document shows
    response_id: Mapped[int | None] = mapped_column(ForeignKey("official_response.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    commitment: Mapped[Commitment] = relationship(back_populates="updates")
    file: Mapped[StoredFile | None] = relationship()
    by: Mapped[Person] = relationship()

    @property
    def has_proof(self) -> bool:
        return bool(self.decision_url or self.file_id)

    @property
    def has_photo(self) -> bool:
        return self.file is not None and self.file.media_type != PDF_MEDIA_TYPE


class Observation(Contribution):
    """What a resident sees of a commitment declared kept; the commune may reply, once.

    A person has one current observation of a commitment: a newer one replaces it, and keeps
    the older as it was, with its reply.
    """

    __tablename__ = "observation"
    __table_args__ = (
        Index("ix_observation_commitment", "commitment_id", "id"),
        CheckConstraint(
            "(reply <> '') = (replied_at IS NOT NULL)"
            " AND (replied_at IS NULL) = (replied_by_id IS NULL)",
            name="reply_is_signed",
        ),
        Index(
            "uq_observation_current",
            "commitment_id",
            "person_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # the author: once a person
    is_seen: Mapped[bool]  # “je le vois fait”; else “pas encore”
    replaced_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(default="")
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replied_at: Mapped[datetime | None]

    __mapper_args__ = {
        "polymorphic_identity": "observation",
        "inherit_condition": id == Contribution.id,  # noqa: A003 -- the column above
    }

    commitment: Mapped[Commitment] = relationship()
    replied_by: Mapped[Person | None] = relationship(foreign_keys=[replied_by_id])


class CommitmentFollow(Base):
    """A person who is told what becomes of a commitment."""

    __tablename__ = "commitment_follow"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    since: Mapped[datetime]

    commitment: Mapped[Commitment] = relationship()
