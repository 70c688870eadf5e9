"""Contributions and their versions."""

from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.accounts.models import Channel, Person
from participe.communes.models import Commune
from participe.kernel.database import Base
from participe.kernel.html import SANITISER_VERSION, TextFormat, render


class Contribution(Base):
    """The parent of everything a person writes (joined-table inheritance).

    `body` is what was typed; `body_html` is its clean rendering, made by the sanitiser of
    `sanitiser_version`. A contribution is public from `published_at` on, unless hidden by
    a moderation decision (`hidden_at`, with the reason everyone reads). Its author may
    withdraw it: the page stays, with their reason.
    """

    __tablename__ = "contribution"
    __table_args__: Any = (
        UniqueConstraint("commune_id", "number"),
        Index("ix_contribution_author", "author_id", "published_at"),
        Index("ix_contribution_listed", "commune_id", "kind", "published_at"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason IS NULL)", name="hidden_with_reason"),
        CheckConstraint("comments_count >= 0", name="comments_count_not_negative"),
    )
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "contribution"}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"))
    number: Mapped[int | None]  # short and sayable, for what has a page; None for comments
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    acted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[Channel] = mapped_column(default=Channel.ONLINE)
    language: Mapped[str] = mapped_column(default="fr")
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    body_format: Mapped[TextFormat] = mapped_column(default=TextFormat.MARKDOWN)
    body_html: Mapped[str] = mapped_column(default="")
    sanitiser_version: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    comments_count: Mapped[int] = mapped_column(default=0)

    commune: Mapped[Commune] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    acted_by: Mapped[Person] = relationship(foreign_keys=[acted_by_id])
    versions: Mapped[list["ContributionVersion"]] = relationship(
        order_by="ContributionVersion.number", cascade="all, delete-orphan"
    )

    @property
    def html(self) -> Markup:
        """The clean text; rendered again on the way out if a stricter sanitiser has come since."""
        if self.sanitiser_version == SANITISER_VERSION:
            return Markup(self.body_html)  # noqa: S704 -- kernel.html made it
        return render(self.body, self.body_format)

    def write(self, *, title: str, body: str, body_format: TextFormat) -> None:
        """Put a text in, with its clean rendering beside it."""
        self.title, self.body, self.body_format = title, body, body_format
        self.body_html = str(render(body, body_format))
        self.sanitiser_version = SANITISER_VERSION

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class ContributionVersion(Base):
    """A text as it stood before a change; the present text is in the contribution itself."""

    __tablename__ = "contribution_version"
    __table_args__ = (UniqueConstraint("contribution_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    number: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    body_format: Mapped[TextFormat]
    written_at: Mapped[datetime]  # when this text was published
    replaced_at: Mapped[datetime]
    replaced_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="")  # what the author says of the change

    replaced_by: Mapped[Person] = relationship()
