"""OpenDocument texts (.odt), read through odfdo: words, headings, lists and tables."""

from collections.abc import Iterator, Mapping
from io import BytesIO

from odfdo import Document, Element

from participe.texts.converting.markdown import Run, Writer
from participe.texts.converting.packages import MEDIA_TYPE
from participe.texts.errors import FileUnreadable

_MEDIA_TYPE = b"application/vnd.oasis.opendocument.text"
# What is about the text, or says again what the text says.
_NOT_SAID = {
    "office:annotation",
    "office:annotation-end",
    "office:forms",
    "svg:desc",
    "svg:title",
    "text:alphabetical-index",
    "text:note-citation",
    "text:sequence-decls",
    "text:table-of-content",
    "text:tracked-changes",
    "text:variable-decls",
}
_MOST_SPACES = 100


def is_text(parts: Mapping[str, bytes]) -> bool:
    """Tell whether a package says it is a text, or a model for texts."""
    return parts.get(MEDIA_TYPE, b"").strip().startswith(_MEDIA_TYPE)


def read(package: BytesIO) -> str:
    """Return what an OpenDocument text says, without its images and comments."""
    try:
        reader = _Reader(Document(package))
        return reader.read()
    except Exception as error:
        # The converter was made for well-formed texts; others may break it anywhere.
        raise FileUnreadable from error


class _Reader:
    """Walks through the body of a text."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._writer = Writer()

    def read(self) -> str:
        self._block(self._document.body)
        return self._writer.text()

    def _block(self, element: Element) -> None:
        """Write a block, or the blocks within it."""
        if element.tag == "text:h":
            level = element.get_attribute_integer("text:outline-level") or 1
            self._writer.heading(level, [Run(_words(element))])
        elif element.tag == "text:p":
            self._writer.paragraph([Run(_words(element))])
        elif element.tag == "text:list":
            self._list(element, 0, "")
        elif element.tag == "table:table":
            self._table(element)
        elif element.tag not in _NOT_SAID:
            self._blocks(element)

    def _blocks(self, element: Element) -> None:
        for child in element.children:
            self._block(child)

    def _list(self, element: Element, depth: int, style: str) -> None:
        if depth == 0:
            self._writer.end()
        style = str(element.get_attribute("text:style-name") or style)
        is_numbered = self._is_numbered(style, depth)
        number = 0
        for item in element.children:
            number += item.tag == "text:list-item"
            marker = f"{number}." if is_numbered else "-"
            for child in item.children:
                marker = self._in_item(child, depth, marker, style)
        if depth == 0:
            self._writer.end()

    def _in_item(self, element: Element, depth: int, marker: str, style: str) -> str:
        """Write a part of an item, and return the marker of what follows in it: none."""
        if element.tag == "text:list":
            self._list(element, depth + 1, style)
            return marker
        if element.tag == "text:p":
            self._writer.item(depth, marker, [Run(_words(element))])
            return ""
        self._block(element)
        return marker

    def _is_numbered(self, style: str, depth: int) -> bool:
        found = self._document.get_style("list", style) if style else None
        levels = found.children[depth : depth + 1] if found else []
        return any(level.tag == "text:list-level-style-number" for level in levels)

    def _table(self, element: Element) -> None:
        self._writer.end()
        for row in _within(element, "table:table-row"):
            cells = (cell for cell in row.children if cell.tag == "table:table-cell")
            self._writer.row([Run(" ".join(_paragraphs(cell)))] for cell in cells)
        self._writer.end()


def _within(element: Element, tag: str) -> Iterator[Element]:
    """Yield what is of this kind, not what is within it."""
    for child in element.children:
        if child.tag == tag:
            yield child
        else:
            yield from _within(child, tag)


def _paragraphs(element: Element) -> Iterator[str]:
    """Yield the words of each paragraph or heading in a cell, a note or a frame."""
    for child in element.children:
        if child.tag in {"text:p", "text:h"}:
            yield _words(child)
        elif child.tag not in _NOT_SAID:
            yield from _paragraphs(child)


def _words(element: Element) -> str:
    """Return the words of a paragraph, its notes in brackets where they are called."""
    parts = [_blanks(element.text)]
    for child in element.children:
        parts += [_inline(child), _blanks(child.tail)]
    return "".join(parts)


def _inline(element: Element) -> str:
    if element.tag == "text:s":
        return " " * min(element.get_attribute_integer("text:c") or 1, _MOST_SPACES)
    if element.tag == "text:tab":
        return " "
    if element.tag == "text:line-break":
        return "\n"
    if element.tag == "text:note":
        return f" ({' '.join(_paragraphs(element))})"
    if element.tag.startswith("draw:"):
        return f" {' '.join(_paragraphs(element))} "
    return "" if element.tag in _NOT_SAID else _words(element)


def _blanks(text: str | None) -> str:
    """Read the ends of line of the file as the spaces they are."""
    return (text or "").replace("\n", " ").replace("\t", " ")
