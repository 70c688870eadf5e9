"""How the versions of a proposition are said: what each changed."""

from collections.abc import Sequence
from typing import NamedTuple

from participe.kernel.differences import Piece, differences
from participe.proposals.models import Proposal


class Change(NamedTuple):
    """One version of a proposition and what it changed in the one before."""

    title: Sequence[Piece]
    body: Sequence[Piece]


def change(before: tuple[str, str], after: tuple[str, str]) -> Change:
    """Compare two texts, (title, body) each."""
    return Change(differences(before[0], after[0]), differences(before[1], after[1]))


def texts(proposal: Proposal) -> list[tuple[str, str]]:
    """Return (title, body) of each version, the first one first."""
    before = [(version.title, version.body) for version in proposal.versions]
    return [*before, (proposal.title, proposal.body)]
