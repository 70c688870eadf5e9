"""Writes Markdown block by block, so that what the converters found is read as they found it."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

INDENT = "    "

_SIGNS = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\*|(?<!\w)_|_(?!\w)|\](?=\()|&(?=#?\w{1,40};)")
_AT_START = re.compile(r"(?m)^(\s*)(?=#{1,6}(?:\s|$)|>|\+\s|(?:-[ \t]*){3,}$)")
_PLAIN_LINK = re.compile(r"(?:https?://|mailto:)[^\s()<>\\]+")


class Run(NamedTuple):
    """Words of a paragraph that look the same."""

    text: str
    look: str = ""  # "**" strong, "*" emphasised, "***" both
    link: str = ""


class Writer:
    """Collects the blocks of a text: headings, paragraphs, lists and the rows of tables."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._lines: list[str] = []  # of the list or table under way

    def heading(self, level: int, runs: Iterable[Run]) -> None:
        words = " ".join("".join(run.text for run in runs).split())
        self.end()
        if words:
            self._blocks.append(f"{'#' * max(1, min(level, 6))} {words}")

    def paragraph(self, runs: Sequence[Run]) -> None:
        self.end()
        words = _written(runs)
        if words:
            self._blocks.append(words)

    def item(self, depth: int, marker: str, runs: Sequence[Run]) -> None:
        """Write an item of a list; without a marker, more of the item before."""
        words = _written(runs).replace("\n", "\n" + INDENT * (depth + 1))
        if words:
            self._lines.append(INDENT * depth + (f"{marker} " if marker else INDENT) + words)

    def row(self, cells: Iterable[Sequence[Run]]) -> None:
        words = [" ".join(_written(runs).split()) for runs in cells]
        if any(words):
            self._lines.append(" | ".join(words))

    def end(self) -> None:
        """End the list or the table under way."""
        if self._lines:
            self._blocks.append("\n".join(self._lines))
            self._lines = []

    def text(self) -> str:
        self.end()
        return "\n\n".join(self._blocks)


def _written(runs: Sequence[Run]) -> str:
    """Write the words of a paragraph; a look that all of it has is none."""
    said = [run for run in runs if run.text.strip()]
    looks = {run.look for run in said}
    if len(looks) == 1:
        runs = [run._replace(look="") for run in runs]
    merged = [
        Run("".join(run.text for run in same), *key)
        for key, same in groupby(runs, key=lambda run: (run.look, run.link))
    ]
    words = "".join(_run(merged, place) for place in range(len(merged)))
    lines = (line.strip(" \t") for line in words.split("\n"))
    return _AT_START.sub(r"\1\\", "\n".join(line for line in lines if line))


def _run(runs: Sequence[Run], place: int) -> str:
    run = runs[place]
    words = run.text.strip()
    if not words:
        return run.text
    start, _words, end = run.text.partition(words)
    written = _SIGNS.sub(lambda sign: "\\" + sign[0], words)
    if run.link and _PLAIN_LINK.fullmatch(run.link):
        written = f"[{written}]({run.link})"
    elif run.look and _can_be_marked(runs, place):
        written = f"{run.look}{written}{run.look}"
    return f"{start}{written}{end}"


def _can_be_marked(runs: Sequence[Run], place: int) -> bool:
    """Tell whether Markdown reads marks here as such: not between a sign and a letter."""
    text = runs[place].text
    before = runs[place - 1].text[-1:] if place else ""
    after = runs[place + 1].text[:1] if place + 1 < len(runs) else ""
    opens = text[:1].isalnum() or not before.isalnum()
    closes = text[-1:].isalnum() or not after.isalnum()
    return opens and closes
