"""Which row of which file became which object, so that an import can safely run twice."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participe.kernel.database import Base


class RowKind(StrEnum):
    """What a row of an imported file is."""

    PERSON = "person"
    PROPOSAL = "proposal"
    COMMENT = "comment"
    SUPPORT = "support"


class ImportedRow(Base):
    """One row of an import and what it became here."""

    __tablename__ = "imported_row"
    __table_args__ = (UniqueConstraint("consultation_id", "kind", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    kind: Mapped[RowKind]
    external_id: Mapped[str]
    object_id: Mapped[int]
    imported_at: Mapped[datetime]
