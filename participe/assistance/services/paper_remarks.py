"""What papers say of the passages of a text: remarks, as those of a station, typed in by somebody.

A paper is entered whole or not at all, so a remark that cannot be says which line it stands on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from participe.accounts.models import Account
from participe.assistance.errors import LineRefused, PassageChanged
from participe.consultations.errors import NotOpen
from participe.kernel.errors import Refusal
from participe.texts.errors import NewVersionPublished
from participe.texts.models import Passage, Stance, TextVersion
from participe.texts.queries import finding
from participe.texts.services import remarking

MOST = remarking.REMARKS.times  # of one person, on paper as on a screen

# The letters that stand at the boxes of the paper form; R is the reason of the line above it.
LETTERS = {
    Stance.AGREE: "D",
    Stance.DISAGREE: "P",
    Stance.QUESTION: "Q",
    Stance.REWORDING: "F",
}
REASON = "R"


@dataclass(frozen=True)
class PaperRemark:
    """What a paper says of a passage: its number there, in the version that was printed."""

    line: int  # of what was typed in, from 1
    number: str  # as printed: “3”, or “2.3” where a consultation has several texts
    passage: Passage
    seen: TextVersion
    stance: Stance
    body: str = ""
    wording: str = ""


def hold(remarks: Iterable[PaperRemark]) -> None:
    """Take the locks of the texts, in the order in which every act takes them."""
    texts = {remark.passage.text for remark in remarks}
    for text in sorted(texts, key=lambda text: text.id):
        finding.lock(text)


def enter(
    remarks: Sequence[PaperRemark], *, author: Account, acted_by: Account, at: datetime
) -> None:
    """Publish what a paper says of passages, or raise for the first line that cannot be."""
    for one in remarks:
        try:
            remarking.remark(
                one.passage,
                seen=one.seen,
                author=author,
                stance=one.stance,
                body=one.body,
                wording=one.wording,
                at=at,
                acted_by=acted_by,
            )
        except NotOpen:
            raise  # of the whole paper
        except NewVersionPublished:
            raise PassageChanged(one.line, one.number) from None
        except Refusal as refusal:
            raise LineRefused(one.line, str(refusal)) from None


def as_typed(remarks: Sequence[PaperRemark]) -> str:
    """Return remarks as a second typing is compared with a first: version, then line by line."""
    versions = dict.fromkeys(f"version {one.seen.number}" for one in remarks)
    return "\n".join([*versions, *(line for one in remarks for line in _lines(one))])


def _lines(one: PaperRemark) -> list[str]:
    letter = LETTERS[one.stance]
    if one.stance is not Stance.REWORDING:
        return [f"{one.number} {letter} {one.body}".strip()]
    reason = [f"{one.number} {REASON} {one.body}"] if one.body else []
    return [f"{one.number} {letter} {one.wording}", *reason]
