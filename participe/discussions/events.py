"""What happens in discussions."""

from dataclasses import dataclass

from participe.discussions.models import Comment


@dataclass(frozen=True)
class CommentPublished:
    """Somebody said something of a contribution, or answered a comment."""

    comment: Comment
