"""Who works in a space, and which other communes it serves."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Account
from participe.communes.models import Commune, DigitalSpace
from participe.kernel.database import Base


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
