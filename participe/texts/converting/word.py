"""Word files (.docx): mammoth makes HTML of them, and we read it as Markdown."""

from collections.abc import Collection
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO

import mammoth

from participe.texts.converting.markdown import Run, Writer
from participe.texts.errors import FileUnreadable

# Beside what mammoth knows: a table of contents says nothing that is not said again.
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Subtitle'] => h2:fresh",
        *(
            f"p[style-name='{name} {level}'] => !"
            for name in ("toc", "TOC")
            for level in range(1, 7)
        ),
        "comment-reference => !",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LOOKS = {"strong": "**", "em": "*"}
_BACK_FROM_NOTE = "#footnote-ref", "#endnote-ref"


def is_text(parts: Collection[str]) -> bool:
    return "word/document.xml" in parts


def read(package: BytesIO) -> str:
    """Return what a Word file says, without its images and comments."""
    try:
        made = mammoth.convert_to_html(
            package,
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(_no_image),
        )
        reader = _Reader()
        reader.feed(made.value)
        reader.close()
    except Exception as error:
        # The converter was made for files of Word; what others write may break it anywhere.
        raise FileUnreadable from error
    return reader.writer.text()


def _no_image(_image: object) -> dict[str, str]:
    return {}


class _Reader(HTMLParser):
    """Follows the few tags that mammoth writes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.writer = Writer()
        self._runs: list[Run] = []
        self._looks: list[str] = []
        self._link = ""
        self._lists: list[tuple[str, int]] = []  # the tag of each list, and its last number
        self._item_begins = False
        self._rows: list[_Row] = []  # the row under way, within others if its table is in one

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LOOKS:
            self._looks.append(_LOOKS[tag])
        elif tag == "a":
            self._link = dict(attrs).get("href") or ""
        elif tag == "br":
            self._runs.append(Run("\n", self._look()))
        else:
            self._begin_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _LOOKS:
            self._looks.remove(_LOOKS[tag])
        elif tag == "a":
            self._link = ""
        elif tag in {"p", "li"}:
            self._end_block()
        elif tag in _HEADINGS:
            self._end_heading(_HEADINGS[tag])
        elif tag in {"ul", "ol"}:
            self._end_list()
        else:
            self._end_of_table(tag)

    def handle_data(self, data: str) -> None:
        if not self._link.startswith(_BACK_FROM_NOTE):
            self._runs.append(Run(data, self._look(), self._link))

    def _look(self) -> str:
        return "".join(sorted(set(self._looks)))

    def _taken(self) -> list[Run]:
        runs, self._runs = self._runs, []
        return runs

    def _begin_block(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._end_block()
            self._end_if_outside()
            self._lists.append((tag, 0))
        elif tag == "li":
            self._end_block()
            listed, number = self._lists.pop()
            self._lists.append((listed, number + 1))
            self._item_begins = True
        elif tag == "tr":
            self._end_block()
            self._rows.append(_Row(before=self._taken()))

    def _end_list(self) -> None:
        self._end_block()
        self._lists.pop()
        self._end_if_outside()

    def _end_if_outside(self) -> None:
        if not self._lists and not self._rows:
            self.writer.end()

    def _end_heading(self, level: int) -> None:
        if self._rows:
            self._end_block()
        else:
            self.writer.heading(level, self._taken())

    def _end_block(self) -> None:
        """Write the words since the last block, as what they are part of wants them."""
        if self._rows:
            self._runs.append(Run(" "))
        elif self._lists:
            self._write_item()
        elif self._runs:
            self.writer.paragraph(self._taken())

    def _write_item(self) -> None:
        runs = self._taken()
        if any(run.text.strip() for run in runs):
            tag, number = self._lists[-1]
            marker = "-" if tag == "ul" else f"{number}."
            self.writer.item(len(self._lists) - 1, marker if self._item_begins else "", runs)
            self._item_begins = False

    def _end_of_table(self, tag: str) -> None:
        if tag in {"td", "th"} and self._rows:
            self._rows[-1].cells.append(self._taken())
        elif tag == "tr" and self._rows:
            self._end_row(self._rows.pop())
        elif tag == "table":
            self._end_if_outside()

    def _end_row(self, row: "_Row") -> None:
        if self._rows:
            self._runs = row.before + [run for cell in row.cells for run in (*cell, Run(" "))]
        else:
            self.writer.row(row.cells)


@dataclass
class _Row:
    """A row of a table, and what its cell said before it, where it is in one."""

    before: list[Run]
    cells: list[list[Run]] = field(default_factory=list)
