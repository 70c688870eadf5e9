"""Consultations, their contract, phases and documents."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Account, Person
from participe.communes.models import Commune, StoredFile
from participe.consultations.phases import Action, Opening, PhaseKind, opening
from participe.kernel.database import Base
from participe.kernel.documents import PDF_MEDIA_TYPE
from participe.kernel.images import MEDIA_TYPE as IMAGE_MEDIA_TYPE
from participe.kernel.slugs import slugify

# The types in which documents are served, and how files of each are called [T-90].
EXTENSIONS = {PDF_MEDIA_TYPE: "pdf", IMAGE_MEDIA_TYPE: "webp"}


class ParticipationLevel(StrEnum):
    """How far people decide, declared up front."""

    INFORMATION = "information"
    CONSULTATION = "consultation"
    CONCERTATION = "concertation"
    CO_CONSTRUCTION = "co-construction"


class ContractField(StrEnum):
    """A part of what was promised at publication; the value is the name of the attribute."""

    TITLE = "title"
    SUMMARY = "summary"
    LEVEL = "level"
    DECIDED = "decided"
    OPEN_POINTS = "open_points"
    WHO_DECIDES = "who_decides"
    OFFICIAL = "official"
    ANSWERS_BY = "answers_by"


class Consultation(Base):
    """A question that the commune puts to people; nothing is public before `published_at`."""

    __tablename__ = "consultation"
    __table_args__ = (
        UniqueConstraint("commune_id", "slug"),
        Index("ix_consultation_published", "commune_id", "published_at"),
        CheckConstraint("minimum_age >= 0", name="minimum_age_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    slug: Mapped[str]
    title: Mapped[str]  # the question
    summary: Mapped[str] = mapped_column(default="")  # plain language, Markdown
    language: Mapped[str] = mapped_column(default="fr")
    minimum_age: Mapped[int] = mapped_column(default=13)
    preview_key: Mapped[str] = mapped_column(unique=True)
    threshold: Mapped[int]  # supports; copied from the commune, fixed at publication
    answer_days: Mapped[int]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    proofread_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proofread_at: Mapped[datetime | None]
    needs_no_document: Mapped[bool] = mapped_column(default=False)
    needs_no_translation: Mapped[bool] = mapped_column(default=False)
    # Who last changed the words that people will read: proofreading is best done by another.
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    commune: Mapped[Commune] = relationship()
    created_by: Mapped[Person] = relationship(foreign_keys=[created_by_id])
    proofread_by: Mapped[Person | None] = relationship(foreign_keys=[proofread_by_id])
    written_by: Mapped[Person | None] = relationship(foreign_keys=[written_by_id])
    published_by: Mapped[Person | None] = relationship(foreign_keys=[published_by_id])
    contract: Mapped["Contract"] = relationship(
        back_populates="consultation", cascade="all, delete-orphan", uselist=False
    )
    phases: Mapped[list["Phase"]] = relationship(
        back_populates="consultation",
        cascade="all, delete-orphan",
        order_by="Phase.opens_at",
    )
    documents: Mapped[list["Document"]] = relationship(
        back_populates="consultation", cascade="all, delete-orphan", order_by="Document.id"
    )
    translations: Mapped[list["ConsultationTranslation"]] = relationship(
        back_populates="consultation",
        cascade="all, delete-orphan",
        order_by="ConsultationTranslation.language",
    )

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def phase_at(self, at: datetime) -> "Phase | None":
        """Return the phase under way at this instant, if one is."""
        return next((phase for phase in self.phases if phase.is_open_at(at)), None)

    def next_phase(self, at: datetime) -> "Phase | None":
        return next((phase for phase in self.phases if phase.opens_at > at), None)

    def allows(self, action: Action, at: datetime) -> Opening:
        """Say whether an action is open at this instant and, if not, why and what comes next."""
        return opening(self.phases, action, at)

    def is_open(self, at: datetime) -> bool:
        """Tell whether people can do something now: propose, support or comment."""
        phase = self.phase_at(at)
        return phase is not None and bool(phase.kind.opens)

    def starts_at(self) -> datetime | None:
        """Return the instant at which the first phase opens."""
        return min((phase.opens_at for phase in self.phases), default=None)

    def closes_at(self) -> datetime | None:
        """Return the instant from which people can do nothing any more: the closing date."""
        return max((phase.closes_at for phase in self.phases if phase.kind.opens), default=None)

    def ends_at(self) -> datetime | None:
        """Return the instant at which the last phase closes."""
        return max((phase.closes_at for phase in self.phases), default=None)

    def is_over(self, at: datetime) -> bool:
        end = self.ends_at()
        return end is not None and end <= at

    def translation(self, language: str | None) -> "ConsultationTranslation | None":
        return next((t for t in self.translations if t.language == language), None)


class Contract(Base):
    """What is decided, open and promised, and who decides: frozen at publication."""

    __tablename__ = "contract"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    level: Mapped[ParticipationLevel | None]
    decided: Mapped[str] = mapped_column(default="")
    open_points: Mapped[str] = mapped_column(default="")
    who_decides: Mapped[str] = mapped_column(default="")
    official_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answers_by: Mapped[date | None]  # the day before which the commune answers
    frozen_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship(back_populates="contract")
    official: Mapped[Account | None] = relationship()
    changes: Mapped[list["ContractChange"]] = relationship(
        back_populates="contract", order_by="ContractChange.id", cascade="all, delete-orphan"
    )


class ContractChange(Base):
    """A change made after publication, shown to everyone with its reason."""

    __tablename__ = "contract_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("contract.consultation_id"), index=True)
    field: Mapped[ContractField]
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    contract: Mapped[Contract] = relationship(back_populates="changes")
    changed_by: Mapped[Person] = relationship()


class Phase(Base):
    """A dated part of a consultation: open from `opens_at`, closed from `closes_at` on."""

    __tablename__ = "phase"
    __table_args__ = (CheckConstraint("opens_at < closes_at", name="opens_before_closing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    kind: Mapped[PhaseKind]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship(back_populates="phases")
    extensions: Mapped[list["PhaseExtension"]] = relationship(
        back_populates="phase", order_by="PhaseExtension.id", cascade="all, delete-orphan"
    )

    def is_open_at(self, at: datetime) -> bool:
        """Tell whether this phase is under way; the closing instant is already too late."""
        return self.opens_at <= at < self.closes_at


class PhaseExtension(Base):
    """A phase made longer, with the reason that everyone reads."""

    __tablename__ = "phase_extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"), index=True)
    closed_at_before: Mapped[datetime]
    closes_at: Mapped[datetime]
    next_opens_at: Mapped[datetime | None]  # of the phase after it, when it had to move
    reason: Mapped[str]
    extended_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    extended_at: Mapped[datetime]

    phase: Mapped[Phase] = relationship(back_populates="extensions")
    extended_by: Mapped[Person] = relationship()


class Document(Base):
    """A file to read before taking part, with its content told in words."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str]
    description: Mapped[str]  # the text alternative: what it shows or says
    added_at: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship(back_populates="documents")
    file: Mapped[StoredFile] = relationship()

    @property
    def name(self) -> str:
        """Return how it is called in its address, and when somebody keeps it."""
        return f"{slugify(self.title, otherwise='document')}.{EXTENSIONS[self.file.media_type]}"


class ConsultationTranslation(Base):
    """The question and its summary in another language of the commune."""

    __tablename__ = "consultation_translation"
    __table_args__ = (UniqueConstraint("consultation_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    language: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]

    consultation: Mapped[Consultation] = relationship(back_populates="translations")


class ConsultationSlug(Base):
    """An address that a consultation had before; it leads to the present one for ever."""

    __tablename__ = "consultation_slug"
    __table_args__ = (UniqueConstraint("commune_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    slug: Mapped[str]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))

    consultation: Mapped[Consultation] = relationship()
