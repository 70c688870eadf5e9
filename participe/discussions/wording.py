"""How comments are said: positions, and what changed from one wording to the next."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from participe.discussions.models import Comment, Position
from participe.kernel.differences import Piece, differences

POSITIONS: dict[Position, LazyString] = {
    Position.FOR: _("Pour"),
    Position.AGAINST: _("Contre"),
    Position.QUESTION: _("Question"),
}


class Change(NamedTuple):
    """A new wording, when it came, and what it changed in the one before."""

    at: datetime
    pieces: Sequence[Piece]


def changes(comment: Comment) -> list[Change]:
    """Return every change of a comment, newest first."""
    texts = [version.body for version in comment.versions] + [comment.body]
    moments = [version.replaced_at for version in comment.versions]
    return [
        Change(at, differences(before, after))
        for at, before, after in zip(moments, texts[:-1], texts[1:], strict=True)
    ][::-1]
