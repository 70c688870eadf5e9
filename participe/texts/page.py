"""What the pages of a text are given: its passages in order, what changed in them, and where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask import url_for

from participe.kernel import clock
from participe.kernel.clock import day_of
from participe.kernel.differences import Piece, differences
from participe.texts.models import Passage, Remark, Stance, TextVersion, Wording
from participe.texts.queries import finding, lineage, ordering, remarks
from participe.texts.queries.remarks import Reading

MANY_PASSAGES = 8  # from so many on, a text with headings begins with a list of them
DEEPEST = 6  # of the headings of a page


@dataclass(frozen=True)
class Change:
    """What one version changed in a passage, and why: see `templates/texts/difference.html`."""

    heading: Sequence[Piece]
    body: Sequence[Piece]
    reason: str


@dataclass(frozen=True)
class Line:
    """A passage as the page of its text shows it: a title has no number and takes no remark."""

    wording: Wording
    number: int | None
    level: int  # of its heading on the page: no level is left out
    remarks: int
    change: Change | None
    is_new: bool

    @property
    def passage_number(self) -> int:
        return self.wording.passage.number


@dataclass(frozen=True)
class Heading:
    """A line of the list of headings, and those that stand below it."""

    line: Line
    below: "list[Heading]"


@dataclass(frozen=True)
class Step:
    """What became of a passage in one version."""

    version: TextVersion
    change: Change | None  # None: it came in this one


def lines(
    version: TextVersion, previous: TextVersion | None, tally: Mapping[int, int]
) -> list[Line]:
    """Return the passages of a version in order, with what changed since the one before."""
    before = {said.passage_id: said for said in previous.wordings} if previous else {}
    numbers, levels = version.numbers, _levels(version.wordings)
    return [
        Line(
            wording=said,
            number=numbers.get(said.passage_id),
            level=level,
            remarks=tally.get(said.passage_id, 0),
            change=change(before.get(said.passage_id), said),
            is_new=previous is not None and said.passage_id not in before,
        )
        for said, level in zip(version.wordings, levels, strict=True)
    ]


def summary(shown: Sequence[Line]) -> list[Heading]:
    """Return the headings of a long text, to find one's way in it; of a short one none."""
    if len(shown) < MANY_PASSAGES:
        return []
    found, above = list[Heading](), list[Heading]()
    for line in shown:
        if line.wording.heading:
            heading = Heading(line, [])
            above = [one for one in above if one.line.level < line.level]
            (above[-1].below if above else found).append(heading)
            above.append(heading)
    return found


def change(before: Wording | None, after: Wording) -> Change | None:
    """Compare what a passage says in two versions; None when it is new, or the same."""
    if before is None or (before.heading, before.body) == (after.heading, after.body):
        return None
    return Change(
        differences(before.heading, after.heading),
        differences(before.body, after.body),
        after.reason,
    )


def steps(past: Sequence[Wording]) -> list[Step]:
    """Tell in which versions a passage came and changed, the newest first."""
    told = [Step(past[0].version, None)]
    for before, after in pairwise(past):
        changed = change(before, after)
        if changed:
            told.append(Step(after.version, changed))
    return told[::-1]


def proposed(reading: Reading) -> Sequence[Piece]:
    """Return what a remark would change in the words of its passage, if it proposes others."""
    if reading.remark.stance is not Stance.REWORDING:
        return ()
    return differences(reading.quoted.body, reading.remark.wording)


def passage_url(passage: Passage, **more: str | None) -> str:
    return url_for(
        "texts.passage",
        slug=passage.text.consultation.slug,
        text_number=passage.text.number,
        passage_number=passage.number,
        **more,  # type: ignore[arg-type]
    )


def anchor_of(remark: Remark) -> str:
    """Return what marks a remark on the page of its passage; what is said of it is shown there."""
    return f"avis-{remark.id}"


def address(remark: Remark) -> str:
    """Return the place of a remark among those on its passage, wherever this is by now."""
    current = finding.current(remark.passage.text)
    history = lineage.of(remark.passage.text)
    home = lineage.home(remark.passage, current) if current else None
    passage = home or remark.passage
    today = ordering.sorting(passage, order="", after=None, today=day_of(clock.now()))
    key = remarks.page_key(remark, current, history, today) if current else ""
    return passage_url(passage, apres=key or None, _anchor=anchor_of(remark))


def _levels(wordings: Sequence[Wording]) -> Iterator[int]:
    """Return at which level of the page each passage stands, below the headings it belongs to."""
    above: list[int] = []
    for said in wordings:
        if said.heading:
            above = [level for level in above if level < said.heading_level]
        yield min(len(above) + 2, DEEPEST)
        if said.heading:
            above.append(said.heading_level)
