"""What changed from one version of a text to the next, word by word."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

# What comparing costs grows with the pairs of equal pieces: some 100,000 in a real text of
# 4,000 words, millions in one made to hurt.
_MOST_PAIRS = 250_000
# A piece holds the blanks after it: they are in every text, and would make each change a riddle.
_WORD = re.compile(r"[^\W_]+\s*|\S\s*|\s+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Piece(NamedTuple):
    """Words that stayed, came or went together."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in reading order, what went before what came.

    The pieces that are not added make up the first text, those not removed the second,
    but for blanks: where only they changed, the words are the same.
    """
    changes = _changes(*_cut(before, after))
    return [
        Piece(kind, "".join(piece.text for piece in pieces))
        for kind, pieces in groupby(changes, key=lambda piece: piece.kind)
    ]


def _cut(before: str, after: str) -> tuple[list[str], list[str]]:
    """Cut both texts in words; or in lines where that is too much; or not at all."""
    for pattern in (_WORD, _LINE):
        pieces = pattern.findall(before), pattern.findall(after)
        if _pairs(*pieces) <= _MOST_PAIRS:
            return pieces
    return [before], [after]


def _pairs(before: list[str], after: list[str]) -> int:
    old, new = (Counter(map(str.strip, pieces)) for pieces in (before, after))
    return sum(count * new[piece] for piece, count in old.items())


def _changes(before: list[str], after: list[str]) -> Iterator[Piece]:
    words, new_words = ([piece.strip() for piece in pieces] for pieces in (before, after))
    matcher = SequenceMatcher(None, words, new_words, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Kind.SAME, "".join(after[new_start:new_end]))
            continue
        if start < end:
            yield Piece(Kind.REMOVED, "".join(before[start:end]))
        if new_start < new_end:
            yield Piece(Kind.ADDED, "".join(after[new_start:new_end]))
