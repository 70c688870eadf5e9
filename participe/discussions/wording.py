"""How comments are said: positions, and what changed from one wording to the next."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from participe.contributions.models import Contribution
from participe.discussions.models import Position
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


def changes(contribution: Contribution) -> list[Change]:
    """Return every change of a comment, or of another text without a title, newest first."""
    texts = [version.body for version in contribution.versions] + [contribution.body]
    moments = [version.replaced_at for version in contribution.versions]
    return [
        Change(at, differences(before, after))
        for at, before, after in zip(moments, texts[:-1], texts[1:], strict=True)
    ][::-1]
