"""The guides of docs/guide and the words of docs/glossary.md, turned into pages of help.

They are written by us, so headings, tables and code are allowed in them, which people's own
texts may not hold; they pass through a sanitiser all the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

import nh3
from flask import current_app, url_for
from flask_babel import gettext
from markdown_it import MarkdownIt
from markupsafe import Markup

from participe.communes.tenancy import commune_or_none
from participe.kernel.slugs import slugify

# One for each reader, in the order in which people need them.
READERS = (
    *("habiter", "animer-une-seance"),
    *("moderer", "repondre", "preparer-une-consultation"),
    *("installer", "importer"),
)

_TAGS = frozenset(
    {
        *("a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre"),
        *("strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    }
)
_ATTRIBUTES = {"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "ol": {"start"}}
_TITLE = re.compile(r"\A#\s+(.+?)\s*\n")
_HEADING = re.compile(r"<(h[23])>(.*?)</\1>")
_LINK = re.compile(r'href="(?:\.\./)?(?:guide/)?([a-z-]+)\.md(#[\w-]+)?"')
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_ROW = re.compile(r"^\|(?P<word>[^|]+)\|(?P<code>[^|]*)\|(?P<meaning>[^|]+)\|$", re.MULTILINE)
_BUILTIN = Path(__file__).parent.parent.parent / "docs" / "guide"


@dataclass(frozen=True)
class Guide:
    """A page of help for one kind of reader."""

    name: str
    title: str
    source: str

    @property
    def html(self) -> Markup:
        """Return the page; links to other guides lead to their place in the commune one is in."""
        return Markup(_LINK.sub(_to_its_place, _rendered(self.source)))  # noqa: S704 -- cleaned below


@dataclass(frozen=True)
class Word:
    """A word of the site, and what it means."""

    word: str
    meaning: str


def folder() -> Path:
    """Return where the guides are: beside the package, unless GUIDE_FOLDER says otherwise."""
    return Path(current_app.config["GUIDE_FOLDER"] or _BUILTIN)


def titles() -> Mapping[str, str]:
    """Return the title of each guide that is there, by its name."""
    return {guide.name: guide.title for guide in map(find, READERS) if guide}


def find(name: str) -> Guide | None:
    """Return a guide; only names of ours ever reach the file system."""
    path = folder() / f"{name}.md"
    if name not in READERS or not path.is_file():
        return None
    source = path.read_text(encoding="utf-8")
    title = _TITLE.match(source)
    return Guide(name, title[1] if title else name, _TITLE.sub("", source))


def glossary() -> list[Word]:
    """Return the words of the interface with their meaning; the names in the code are left out."""
    path = folder().parent / "glossary.md"
    source = path.read_text(encoding="utf-8") if path.is_file() else ""
    rows = list(_ROW.finditer(source))[2:]  # without the head of the table and its rule
    return [Word(row["word"].strip(), row["meaning"].strip()) for row in rows]


def address(name: str, fragment: str = "") -> str:
    """Return where a page of help is: in the commune one is in, else on the platform."""
    package = "web" if commune_or_none() else "platform"
    if name == "glossary":
        return url_for(f"{package}.words") + fragment
    return url_for(f"{package}.help_page", name=name) + fragment


def _to_its_place(link: re.Match[str]) -> str:
    return f'href="{address(link[1], link[2] or "")}"'


@lru_cache
def _rendered(source: str) -> str:
    """Turn a guide into clean HTML; what may be wider than a small screen scrolls by itself."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    headed = _HEADING.sub(_with_id, markdown.render(source))
    clean = nh3.clean(
        headed,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    numbers = count(1)
    return _TABLE.sub(lambda table: _scrolling(table[0], next(numbers)), clean).replace(
        "<pre>", '<pre class="table-scroll" tabindex="0">'
    )


def _with_id(heading: re.Match[str]) -> str:
    tag, words = heading[1], heading[2]
    return f'<{tag} id="{slugify(re.sub("<[^>]*>", "", words))}">{words}</{tag}>'


def _scrolling(table: str, number: int) -> str:
    label = gettext("Tableau %(number)s", number=number)
    return (
        f'<div class="table-scroll" role="region" aria-label="{label}" tabindex="0">{table}</div>'
    )
