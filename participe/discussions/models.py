"""Comments."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.contributions.models import Contribution

EDITABLE_FOR = timedelta(minutes=10)


class Position(StrEnum):
    """Where a comment stands towards its subject."""

    FOR = "for"
    AGAINST = "against"
    QUESTION = "question"


class Comment(Contribution):
    """A remark on a contribution, or a reply to one; a reply has no replies of its own.

    `parent_id` is None for a remark on the subject itself. `comments_count` (of the parent
    class) counts the replies.
    """

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_thread", "subject_id", "parent_id", "id"),
        Index("ix_comment_replies", "parent_id", "id"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    position: Mapped[Position | None]

    # Two keys lead to `contribution`: the subject's is not the one that makes it a child.
    __mapper_args__ = {
        "polymorphic_identity": "comment",
        "inherit_condition": id == Contribution.id,  # noqa: A003 -- the column above
    }

    subject: Mapped[Contribution] = relationship(foreign_keys=[subject_id])
    parent: Mapped["Comment | None"] = relationship(foreign_keys=[parent_id], remote_side=[id])  # noqa: A003

    def is_editable(self, at: datetime) -> bool:
        """Tell whether its author may still change it: for ten minutes.

        Who was helped in a session, and may have dictated it, reads it again at home: theirs
        may be changed until somebody answers.
        """
        is_new = at < self.published_at + EDITABLE_FOR
        is_theirs = self.author.is_participant and not self.comments_count
        return not self.is_withdrawn and (is_new or is_theirs)
