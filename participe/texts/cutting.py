"""Cuts a text into the passages that people will discuss, and joins them again: no word is lost.

A heading is a Markdown heading, or a line such as “Article 1er”, “Art. 12. Horaires” or
“TITRE II Dispositions générales”. An article holds the paragraphs below it. Other headings
stand alone, and each paragraph below them is a passage of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from participe.kernel.html import clean_text

DEEPEST = 4  # the deepest level of a heading
ARTICLE_LEVEL = 4
# A heading that goes on for longer is a sentence.
LONGEST_HEADING = 200
# « Art. 3. Objet. » is a heading; from so many words up, what follows the number is a sentence.
A_SENTENCE = 4

_LEVELS = {
    **dict.fromkeys(("livre", "partie", "titre", "annexe", "annexes"), 1),
    "chapitre": 2,
    **dict.fromkeys(("section", "sous-section"), 3),
    **dict.fromkeys(("article", "art."), ARTICLE_LEVEL),
}
_NUMBER = (
    r"(?:(?:[0-9]{1,4}(?:[.\-][0-9]{1,3}){0,3}(?:\s?(?:er|re|ère|°|º))?|[IVXLC]{1,8}(?:er|re)?)"
    r"(?:\s?(?:bis|ter|quater|quinquies))?|premier|première|unique|préliminaire|[A-Z])"
)
_NAMED = re.compile(
    rf"(?P<name>(?P<word>livre|partie|titre|chapitre|(?:sous-)?section|article|art\.|annexes?)"
    rf"(?:\s+{_NUMBER}(?![^\W_]))?)(?P<mark>(?:\s*[.:–—-]){{1,3}}(?=\s|$))?(?P<rest>.*)",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"(#{1,6})[ \t]+(.*\S.*)")
_BLANKS = re.compile(r"[ \t]+")
_CUT_HERE = re.compile(r"(?m)^[ \t]*-{3,}[ \t]*$")
_ENDS_SENTENCE = (".", ";", ":", "!", "?", "»", ")", "…")
_BULLET = re.compile(r"\s*[-*+•]\s")
_CONTINUED = re.compile(r" {2,}\S|\t+\S")


@dataclass(frozen=True)
class Piece:
    """A future passage: an article with its paragraphs, a paragraph, or a heading alone."""

    heading: str = ""
    heading_level: int = 0
    body: str = ""


class _Kind(StrEnum):
    HEADING = auto()
    ARTICLE = auto()
    PARAGRAPH = auto()


@dataclass(frozen=True)
class _Block:
    kind: _Kind
    words: str
    level: int = 0


def cut(source: str) -> list[Piece]:
    """Cut plain text or Markdown; `join` puts the pieces together to the same words."""
    pieces: list[Piece] = []
    article: Piece | None = None
    for block in _blocks(clean_text(source)):
        if block.kind is _Kind.PARAGRAPH and article:
            article = Piece(article.heading, article.heading_level, _after(article.body, block))
            pieces[-1] = article
            continue
        if block.kind is _Kind.PARAGRAPH and pieces and _goes_on(pieces[-1], block):
            pieces[-1] = Piece(body=_after(pieces[-1].body, block))
            continue
        pieces.append(_piece(block))
        article = pieces[-1] if block.kind is _Kind.ARTICLE else None
    return pieces


def join(pieces: Sequence[Piece]) -> str:
    """Write pieces as one text, an empty line between two blocks."""
    return "\n\n".join(part for piece in pieces for part in _parts(piece))


def paragraphs(body: str) -> list[str]:
    """Return the blocks between which a passage may be cut in two."""
    return [block for block in re.split(r"\n\s*\n", body.strip("\n")) if block.strip()]


def marked(body: str) -> list[str]:
    """Return the parts of a passage between lines of three dashes."""
    return [part.strip("\n") for part in _CUT_HERE.split(body)]


def written(heading: str, level: int) -> str:
    """Write a heading so that it is read as the same heading again."""
    read = _heading(heading)
    if read and read[0].words == heading and read[0].level == level:
        return heading
    return f"{'#' * max(1, level)} {heading}"


def _parts(piece: Piece) -> Iterator[str]:
    if piece.heading:
        yield written(piece.heading, piece.heading_level)
    if piece.body:
        yield piece.body


def _piece(block: _Block) -> Piece:
    if block.kind is _Kind.PARAGRAPH:
        return Piece(body=block.words)
    return Piece(heading=block.words, heading_level=block.level)


def _after(body: str, block: _Block) -> str:
    return f"{body}\n\n{block.words}" if body else block.words


def _goes_on(piece: Piece, block: _Block) -> bool:
    """Tell whether a block is the next item of the list that a piece is, or more of its last."""
    if piece.heading or not _BULLET.match(piece.body):
        return False
    return bool(_BULLET.match(block.words) or _CONTINUED.match(block.words))


def _blocks(source: str) -> Iterator[_Block]:
    """Read headings and paragraphs one after the other."""
    lines: list[str] = []
    for line in source.split("\n"):
        headings, rest = _read(line, lines)
        if lines and (headings or not rest.strip()):
            yield _Block(_Kind.PARAGRAPH, "\n".join(lines))
            lines = []
        yield from headings
        if rest.strip():
            lines.append(rest.rstrip())
    if lines:
        yield _Block(_Kind.PARAGRAPH, "\n".join(lines))


def _read(line: str, before: Sequence[str]) -> tuple[list[_Block], str]:
    """Return the headings with which a line begins, and what it says after them.

    In the middle of a paragraph, “Article 3” begins a passage only after a full sentence.
    """
    headings: list[_Block] = []
    while found := _heading(line):
        heading, rest = found
        if before and not headings and not _may_interrupt(line, before[-1]):
            break
        headings.append(heading)
        line = rest
    return headings, line


def _may_interrupt(line: str, line_before: str) -> bool:
    return bool(_MARKDOWN.match(line.strip())) or line_before.endswith(_ENDS_SENTENCE)


def _heading(line: str) -> tuple[_Block, str] | None:
    """Return the heading that a line is, or begins with, and what follows it on the line."""
    line = line.strip()
    if marked := _MARKDOWN.fullmatch(line):
        words = _BLANKS.sub(" ", marked[2].strip())
        named = _named(words)
        return _block(words, min(len(marked[1]), DEEPEST), named[0] if named else ""), ""
    named = _named(line)
    if named is None:
        return None
    word, words, rest = named
    return _block(words, _LEVELS[word], word), rest


def _block(words: str, level: int, word: str) -> _Block:
    kind = _Kind.ARTICLE if _holds_text(word) else _Kind.HEADING
    return _Block(kind, words, level)


def _named(line: str) -> tuple[str, str, str] | None:
    """Return the word that makes a line a heading, the heading, and the sentence after it."""
    found = _NAMED.fullmatch(line)
    if found is None or not _is_numbered(found["word"], found["name"]):
        return None
    word, title = found["word"].lower(), found["rest"].strip()
    if not title:
        return word, _BLANKS.sub(" ", line), ""
    if not found["mark"] and not title[0].isupper():
        return None  # “Article 9 de la loi” is what a sentence is about
    if not _is_sentence(title, may_end_so=bool(found["mark"]) and not _holds_text(word)):
        return word, _BLANKS.sub(" ", line), ""
    if not _holds_text(word):
        return None
    return word, _BLANKS.sub(" ", line[: found.start("rest")].strip()), title


def _holds_text(word: str) -> bool:
    return _LEVELS.get(word) == ARTICLE_LEVEL


def _is_numbered(word: str, name: str) -> bool:
    return len(name) > len(word) or word.lower().startswith("annexe")


def _is_sentence(title: str, *, may_end_so: bool) -> bool:
    """Tell whether it is no title; that of a chapter may well end with a full stop."""
    if len(title) > LONGEST_HEADING or may_end_so:
        return len(title) > LONGEST_HEADING
    return title.endswith(_ENDS_SENTENCE[:3]) and len(title.split()) >= A_SENTENCE
