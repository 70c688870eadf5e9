"""Texts under discussion: their passages, versions, remarks and decisions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Channel, Person
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.contributions.models import Contribution
from participe.kernel.database import Base
from participe.kernel.slugs import slugify


class Stance(StrEnum):
    """What a remark says of its passage."""

    AGREE = "agree"
    DISAGREE = "disagree"
    QUESTION = "question"
    REWORDING = "rewording"  # “I propose another sentence”


class Verdict(StrEnum):
    """What became of a remark."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not-kept"
    ANSWERED = "answered"  # a question, or what asks for no change


class Descent(StrEnum):
    """How a passage comes from another."""

    SPLIT = "split"
    MERGED = "merged"


class DiscussedText(Base):
    """A text of a consultation, discussed passage by passage; public with its first version.

    `number` is the place among the texts of its consultation, for ever in its address.
    """

    __tablename__ = "discussed_text"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")  # in plain words, Markdown
    last_passage_number: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    commune: Mapped[Commune] = relationship()
    consultation: Mapped[Consultation] = relationship()
    created_by: Mapped[Person] = relationship()

    @property
    def slug(self) -> str:
        """Return the readable part of this text's address; the number alone decides."""
        return slugify(self.title, otherwise="texte")


class TextVersion(Base):
    """The whole text at one moment: a draft of staff until `published_at`, then fixed for ever.

    At most one draft exists for a text. `note` says in plain words what changed and why.
    """

    __tablename__ = "text_version"
    __table_args__ = (
        UniqueConstraint("text_id", "number"),
        Index(
            "uq_text_version_draft",
            "text_id",
            unique=True,
            sqlite_where=text("published_at IS NULL"),
            postgresql_where=text("published_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("discussed_text.id"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]

    text: Mapped[DiscussedText] = relationship()
    begun_by: Mapped[Person] = relationship(foreign_keys=[begun_by_id])
    published_by: Mapped[Person | None] = relationship(foreign_keys=[published_by_id])
    wordings: Mapped[list["Wording"]] = relationship(
        back_populates="version", order_by="Wording.position", cascade="all, delete-orphan"
    )

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def numbers(self) -> dict[int, int]:
        """Return the number that readers see of each passage, by its id: titles have none."""
        said = (wording for wording in self.wordings if not wording.is_title)
        return {wording.passage_id: number for number, wording in enumerate(said, start=1)}

    def wording_of(self, passage_id: int) -> "Wording | None":
        """Return what a passage says in this version, if it is in it."""
        return next((said for said in self.wordings if said.passage_id == passage_id), None)


class Passage(Base):
    """A piece of a text, the same through every version: what it says is in its wordings.

    `number` is given at birth, counts within the text, stands in addresses and is never
    given again; the number that readers see is its place in the version they read.
    """

    __tablename__ = "passage"
    __table_args__ = (UniqueConstraint("text_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("discussed_text.id"))
    number: Mapped[int]

    text: Mapped[DiscussedText] = relationship()


class Wording(Base):
    """What a passage says in one version: an optional heading and a body.

    A passage with a heading and no body is a title of the text: it has no number for readers
    and takes no remark. `revision` counts the savings in the draft: who saves says which one
    they were reading. `reason` is why it changed since the version before. `joined` is what
    went into it in this draft, the last one at the end, so that it can be taken out again.
    """

    __tablename__ = "wording"
    __table_args__ = (
        UniqueConstraint("version_id", "passage_id"),
        Index("ix_wording_order", "version_id", "position"),
        Index("ix_wording_passage", "passage_id"),
        CheckConstraint("heading_level BETWEEN 0 AND 4", name="heading_level"),
        CheckConstraint("heading <> '' OR body <> ''", name="says_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("text_version.id"))
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"))
    position: Mapped[int]  # from 1, without gaps, in its version
    heading: Mapped[str] = mapped_column(default="")
    heading_level: Mapped[int] = mapped_column(default=0)  # 0: no heading
    body: Mapped[str] = mapped_column(default="")  # Markdown
    reason: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)
    joined: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]

    version: Mapped[TextVersion] = relationship(back_populates="wordings")
    passage: Mapped[Passage] = relationship()
    saved_by: Mapped[Person] = relationship()

    @property
    def is_title(self) -> bool:
        return not self.body

    def says_the_same(self, other: "Wording") -> bool:
        """Tell whether nothing that people read of a passage differs."""
        said, says = (
            (wording.heading, wording.heading_level, wording.body) for wording in (self, other)
        )
        return said == says


class PassageDescent(Base):
    """That, in a version, a passage came out of another (split) or went into one (merged).

    Split: `to` is the new passage, cut off from `from`, which lives on. Merged: `from` is no
    longer in this version, and what it said and its remarks are to be found at `to`.
    """

    __tablename__ = "passage_descent"
    __table_args__ = (UniqueConstraint("version_id", "from_id", "to_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("text_version.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("passage.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("passage.id"), index=True)
    kind: Mapped[Descent]

    version: Mapped[TextVersion] = relationship()
    origin: Mapped[Passage] = relationship(foreign_keys=[from_id])
    destination: Mapped[Passage] = relationship(foreign_keys=[to_id])


class PassageRemoval(Base):
    """That a passage is no longer in the text from a version on, with the public reason."""

    __tablename__ = "passage_removal"
    __table_args__ = (UniqueConstraint("version_id", "passage_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("text_version.id"))
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"), index=True)
    reason: Mapped[str]

    version: Mapped[TextVersion] = relationship()
    passage: Mapped[Passage] = relationship()


class RemarkDecision(Base):
    """What became of one or several remarks and why: public with the version it is made in."""

    __tablename__ = "remark_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("text_version.id"), index=True)
    verdict: Mapped[Verdict]
    reason: Mapped[str]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]

    version: Mapped[TextVersion] = relationship()
    decided_by: Mapped[Person] = relationship()
    remarks: Mapped[list["Remark"]] = relationship(back_populates="decision")


class Remark(Contribution):
    """What a person says of a passage; `body` is why, `wording` the sentence they propose.

    `version` (of the parent class) counts the texts of the remark itself; `made_on` is the
    published version of the text that the person was reading. `taken_in_id` is the version
    that took the proposed sentence in, with credit. `supports_count` equals the rows.
    """

    __tablename__ = "remark"
    __table_args__ = (
        Index("ix_remark_passage", "passage_id", "id"),
        Index("ix_remark_decision", "decision_id"),
        CheckConstraint("(stance = 'rewording') = (wording <> '')", name="rewording_has_wording"),
        CheckConstraint("supports_count >= 0", name="supports_count_not_negative"),
    )
    __mapper_args__ = {"polymorphic_identity": "remark"}

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"))
    made_on_id: Mapped[int] = mapped_column(ForeignKey("text_version.id"), index=True)
    stance: Mapped[Stance]
    wording: Mapped[str] = mapped_column(default="")
    supports_count: Mapped[int] = mapped_column(default=0)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("remark_decision.id"))
    taken_in_id: Mapped[int | None] = mapped_column(ForeignKey("text_version.id"))

    passage: Mapped[Passage] = relationship()
    made_on: Mapped[TextVersion] = relationship(foreign_keys=[made_on_id])
    decision: Mapped[RemarkDecision | None] = relationship(back_populates="remarks")
    taken_in: Mapped[TextVersion | None] = relationship(foreign_keys=[taken_in_id])

    @property
    def is_public(self) -> bool:
        return not self.is_hidden and not self.is_withdrawn


class RemarkSupport(Base):
    """One person's backing of one remark, once; taking it back removes the row."""

    __tablename__ = "remark_support"
    __table_args__ = (
        UniqueConstraint("remark_id", "person_id"),
        Index("ix_remark_support_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    remark_id: Mapped[int] = mapped_column(ForeignKey("remark.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    acted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[Channel] = mapped_column(default=Channel.ONLINE)
    given_at: Mapped[datetime]

    remark: Mapped[Remark] = relationship()
