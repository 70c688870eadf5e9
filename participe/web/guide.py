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
from participe.web import pictures

# One for each reader, in the order in which people need them.
READERS = (
    *("habiter", "animer-une-seance"),
    *("moderer", "repondre", "preparer-une-consultation"),
    *("installer", "importer"),
)

_TAGS = frozenset(
    {
        *("a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "img", "li", "ol", "p"),
        *("pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    }
)
_ATTRIBUTES = {"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "img": {"alt", "src"}, "ol": {"start"}}
_TITLE = re.compile(r"\A#\s+(.+?)\s*\n")
_HEADING = re.compile(r"<(h[23])>(.*?)</\1>")
_LINK = re.compile(r'href="(?:\.\./)?(?:guide/)?([a-z-]+)\.md(#[\w-]+)?"')
_IMAGE = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
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
        """Return the page; its links and pictures are those of the commune one is in."""
        linked = _LINK.sub(_to_its_place, _rendered(self.source))
        return Markup(_IMAGE.sub(_with_its_size, linked))  # noqa: S704 -- cleaned below


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


def find_picture(name: str) -> pictures.Picture | None:
    """Return a picture that lies beside the guides."""
    return pictures.find(folder(), name)


def glossary() -> list[Word]:
    """Return the words of the interface with their meaning; the names in the code are left out."""
    path = folder().parent / "glossary.md"
    source = path.read_text(encoding="utf-8") if path.is_file() else ""
    rows = list(_ROW.finditer(source))[2:]  # without the head of the table and its rule
    return [Word(row["word"].strip(), row["meaning"].strip()) for row in rows]


def address(name: str, fragment: str = "") -> str:
    """Return where a page of help is: in the commune one is in, else on the platform."""
    if name == "glossary":
        return url_for(f"{_package()}.words") + fragment
    return url_for(f"{_package()}.help_page", name=name) + fragment


def _package() -> str:
    return "web" if commune_or_none() else "platform"


def _to_its_place(link: re.Match[str]) -> str:
    return f'href="{address(link[1], link[2] or "")}"'


def _with_its_size(image: re.Match[str]) -> str:
    """Show a picture of ours, which keeps its place before it comes; of any other, its words."""
    given: dict[str, str] = dict(_ATTRIBUTE.findall(image[1]))
    beside, _slash, name = given.get("src", "").partition("/")
    alt = given.get("alt", "")
    picture = find_picture(name) if beside == "pictures" and alt.strip() else None
    if picture is None:
        return alt
    source = url_for(f"{_package()}.help_picture", picture=name)
    size = f'width="{picture.width}" height="{picture.height}"'
    return f'<img src="{source}" alt="{alt}" {size} loading="lazy">'


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
