"""Communes, their digital spaces, and the files that they keep."""

import hashlib
from datetime import datetime
from functools import lru_cache

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.kernel.colour import stylesheet
from participe.kernel.database import Base

DEFAULT_THRESHOLD = 10
DEFAULT_ANSWER_DAYS = 30
DEFAULT_ACCENT = "#0b5f73"


class Commune(Base):
    """A tenant, opened from the reference table of the Walloon communes.

    `threshold` supports oblige the commune to answer within `answer_days` days; each
    consultation takes a copy of both when it is published, so that a later change of the
    settings breaks no promise already made.
    """

    __tablename__ = "commune"
    __table_args__ = (
        CheckConstraint("threshold > 0", name="threshold_positive"),
        CheckConstraint("answer_days > 0", name="answer_days_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nis: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    telephone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    accent: Mapped[str] = mapped_column(default=DEFAULT_ACCENT)
    charter: Mapped[str] = mapped_column(default="")
    threshold: Mapped[int] = mapped_column(default=DEFAULT_THRESHOLD)
    answer_days: Mapped[int] = mapped_column(default=DEFAULT_ANSWER_DAYS)
    types_papers_twice: Mapped[bool] = mapped_column(default=False)  # by two people, compared
    opened_at: Mapped[datetime]
    is_demo: Mapped[bool] = mapped_column(default=False)
    # The short, sayable numbers that propositions and reports carry are counted here.
    last_proposal_number: Mapped[int] = mapped_column(default=0)
    last_notice_number: Mapped[int] = mapped_column(default=0)
    last_consultation_number: Mapped[int] = mapped_column(default=0)
    last_commitment_number: Mapped[int] = mapped_column(default=0)
    last_session_number: Mapped[int] = mapped_column(default=0)

    coat_of_arms: Mapped["CoatOfArms | None"] = relationship(
        back_populates="commune", lazy="joined", cascade="all, delete-orphan"
    )

    @property
    def theme_fingerprint(self) -> str:
        """Return what the address of the commune's stylesheet changes with: all that it says."""
        return _fingerprint(self.accent)


@lru_cache
def _fingerprint(accent: str) -> str:
    return hashlib.sha256(stylesheet(accent).encode()).hexdigest()[:12]


class DigitalSpace(Base):
    """An *espace public numérique*: where people are helped to take part."""

    __tablename__ = "digital_space"

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    name: Mapped[str]
    address: Mapped[str]
    hours: Mapped[str]
    telephone: Mapped[str] = mapped_column(default="")

    commune: Mapped[Commune] = relationship()


class StoredFile(Base):
    """A file checked by its content and written again by us, under a key nobody can guess."""

    __tablename__ = "stored_file"
    __table_args__ = (UniqueConstraint("key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    key: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    width: Mapped[int | None]  # pixels, of an image
    height: Mapped[int | None]
    stored_at: Mapped[datetime]

    commune: Mapped[Commune] = relationship()


class CoatOfArms(Base):
    """The one image of a commune's pages, told in words for those who do not see it."""

    __tablename__ = "coat_of_arms"

    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    alternative: Mapped[str]

    commune: Mapped[Commune] = relationship(back_populates="coat_of_arms")
    file: Mapped[StoredFile] = relationship(lazy="joined")


class StoredFileContent(Base):
    """The bytes of a stored file, apart so that no list ever loads them.

    They live in the database: what is written together is kept or lost together, and the
    commune has one thing to back up (docs/adr).
    """

    __tablename__ = "stored_file_content"

    file_id: Mapped[int] = mapped_column(
        ForeignKey("stored_file.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)
