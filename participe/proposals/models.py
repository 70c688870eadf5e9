"""Propositions, drafts, supports and photos."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from participe.accounts.models import Account, Channel, Person
from participe.communes.models import Commune, StoredFile
from participe.consultations.models import Consultation
from participe.contributions.models import Contribution
from participe.kernel import ring
from participe.kernel.clock import day_of
from participe.kernel.codes import format_code
from participe.kernel.database import Base
from participe.kernel.html import TextFormat, excerpt
from participe.kernel.search import SearchIndex
from participe.kernel.slugs import slugify

RING = ring.PLACES
MOST_PHOTOS = 3
COMMUNE_LETTERS = 4  # at the head of a code, so that one knows where it can be typed


def shuffle_of(number: int) -> int:
    """Return the place on the ring of the proposition of this number, given at publication."""
    return int(ring.place_of(number))


def letters_of(commune: Commune) -> str:
    """Return the first letters of a commune, at the head of its codes."""
    return "".join(filter(str.isalpha, commune.slug))[:COMMUNE_LETTERS].upper()


class Outcome(StrEnum):
    """What the commune makes of a proposition."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REFUSED = "refused"
    STUDIED = "studied"
    NOT_OURS = "not-ours"


class Theme(Base):
    """A subject under which a commune files propositions."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("commune_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    slug: Mapped[str]
    name: Mapped[str]


class Proposal(Contribution):
    """One idea in answer to one consultation.

    What lists show and sort by is kept in the row: counters equal to the rows they count,
    the due date of the answer once the threshold is reached (it stays due when supports
    are withdrawn), and the latest published answer's outcome, written by `answers`.
    `shuffle` places the proposition on the ring from which the order of the day is read;
    `excerpt` is the beginning of the text as lists show it.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        Index("ix_proposal_shuffled", "consultation_id", "shuffle", "id"),
        Index("ix_proposal_added", "consultation_id", "id"),
        Index("ix_proposal_answered", "consultation_id", "answered_at", "id"),
        Index("ix_proposal_due", "consultation_id", "answered_at", "due_on"),
        Index("ix_proposal_theme", "theme_id", "id"),
        Index("ix_proposal_locality", "consultation_id", "locality"),
        Index("ix_proposal_lead", "lead_id"),
        CheckConstraint("supports_count >= 0", name="supports_count_not_negative"),
        CheckConstraint(
            "(threshold_reached_at IS NULL) = (due_on IS NULL)", name="due_once_reached"
        ),
    )
    __mapper_args__ = {"polymorphic_identity": "proposal"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    locality: Mapped[str] = mapped_column(default="")
    excerpt: Mapped[str] = mapped_column(default="")
    shuffle: Mapped[int]
    supports_count: Mapped[int] = mapped_column(default=0)
    threshold_reached_at: Mapped[datetime | None]
    due_on: Mapped[date | None]  # the last day on which an answer is on time
    answered_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    people_count: Mapped[int | None]

    # Told by the parent's number, which is the same, so that no lead costs no query.
    lead: Mapped["Proposal | None"] = relationship(
        primaryjoin=lambda: foreign(Proposal.lead_id) == remote(Contribution.id)
    )
    consultation: Mapped[Consultation] = relationship()
    theme: Mapped[Theme | None] = relationship()
    photos: Mapped[list["Photo"]] = relationship(
        order_by="Photo.position", cascade="all, delete-orphan"
    )

    def write(self, *, title: str, body: str, body_format: TextFormat) -> None:
        """Put a text in, and its beginning beside it."""
        super().write(title=title, body=body, body_format=body_format)
        self.excerpt = excerpt(body, body_format)

    @property
    def slug(self) -> str:
        """Return the readable part of this page's address; the number alone decides."""
        return slugify(self.title, otherwise="proposition")

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def leads(self) -> bool:
        return self.people_count is not None

    def days_late(self, at: datetime) -> int:
        """Return by how many days the answer is late: 0 while it is not due, or was on time."""
        if self.due_on is None:
            return 0
        return max(0, (day_of(self.answered_at or at) - self.due_on).days)


class Grouping(Base):
    """That a proposition was put under another, by whom and why; it stays when one leaves."""

    __tablename__ = "proposal_grouping"
    __table_args__ = (Index("ix_proposal_grouping_lead", "lead_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    reason: Mapped[str]  # everyone reads it
    grouped_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    grouped_at: Mapped[datetime]
    left_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    left_at: Mapped[datetime | None]
    left_reason: Mapped[str] = mapped_column(default="")  # the authors of the group are told

    member: Mapped[Proposal] = relationship(foreign_keys=[member_id])
    lead: Mapped[Proposal] = relationship(foreign_keys=[lead_id])
    grouped_by: Mapped[Person] = relationship(foreign_keys=[grouped_by_id])
    left_by: Mapped[Person | None] = relationship(foreign_keys=[left_by_id])


class Amendment(Contribution):
    """Another wording that somebody suggests for a proposition: whole title and text, and why.

    `based_on` is the version of the proposition that they were reading. Accepted, it made the
    version `made_version`; declined, it may have become a proposition of its own, `became`.
    """

    __tablename__ = "amendment"
    __table_args__ = (Index("ix_amendment_proposal", "proposal_id", "id"),)
    __mapper_args__ = {"polymorphic_identity": "amendment"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    based_on: Mapped[int]
    why: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    word: Mapped[str] = mapped_column(default="")  # the author's, when they decided
    made_version: Mapped[int | None]
    became_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)

    proposal: Mapped[Proposal] = relationship(foreign_keys=[proposal_id])
    became: Mapped[Proposal | None] = relationship(foreign_keys=[became_id])

    @property
    def is_accepted(self) -> bool:
        return self.made_version is not None

    @property
    def is_declined(self) -> bool:
        return self.decided_at is not None and not self.is_accepted

    @property
    def is_open(self) -> bool:
        """Tell whether the author can still decide on it."""
        return self.decided_at is None and not self.is_hidden and not self.is_withdrawn


class ProposalSearch(Base):
    """The search text of a proposition, in the stems that `kernel.search` makes."""

    __tablename__ = "proposal_search"

    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True
    )
    terms: Mapped[str]


SEARCH = SearchIndex("proposal_search", key="proposal_id", text="terms")


class ImportedTotal(Base):
    """The votes that another platform had published, shown beside our own supports."""

    __tablename__ = "imported_total"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    votes_for: Mapped[int]
    votes_mixed: Mapped[int]
    votes_against: Mapped[int]
    source: Mapped[str]


class Support(Base):
    """One person's backing of one proposition: at most one that is not withdrawn."""

    __tablename__ = "support"
    __table_args__ = (
        Index(
            "uq_support_current",
            "proposal_id",
            "person_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_support_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    acted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[Channel] = mapped_column(default=Channel.ONLINE)
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Photo(Base):
    """A picture that goes with a proposition, told in words too."""

    __tablename__ = "photo"
    __table_args__ = (UniqueConstraint("proposal_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    position: Mapped[int]  # 1 to MOST_PHOTOS
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    alternative: Mapped[str]

    file: Mapped[StoredFile] = relationship()


class ProposalDraft(Base):
    """What a person has typed of a proposition so far, kept on the server for thirty days.

    Before sign-in nobody owns it: the browser holds its key. When it became a proposition,
    `published_id` and `receipt_code` stay, so that a second click leads to the first one's
    proposition and a bookmark of the confirmation page still works; the text goes.
    """

    __tablename__ = "proposal_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    key_hash: Mapped[str] = mapped_column(default="", index=True)  # of the browser, until owned
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    compared_at: Mapped[datetime | None]  # when this title was kept beside similar ones
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    locality: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    published_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    receipt_code: Mapped[str] = mapped_column(default="")  # without the commune's letters
    born_of_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"))

    consultation: Mapped[Consultation] = relationship()
    person: Mapped[Account | None] = relationship()
    theme: Mapped[Theme | None] = relationship()
    published: Mapped[Proposal | None] = relationship()
    born_of: Mapped[Amendment | None] = relationship()

    @property
    def is_published(self) -> bool:
        return self.published_id is not None

    @property
    def shown_code(self) -> str:
        """Return the code as people read it, after the first letters of the commune."""
        return f"{letters_of(self.consultation.commune)}-{format_code(self.receipt_code)}"

    def is_held_by(self, person_id: int | None, key_hash: str) -> bool:
        """Tell whether it is this person's or, while nobody owns it, this browser's."""
        if self.person_id is not None:
            return self.person_id == person_id
        return bool(key_hash) and self.key_hash == key_hash
