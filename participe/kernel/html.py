"""The only place that turns people's text into HTML, and that cleans what they type."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from html import unescape
from itertools import groupby, islice

import bleach
import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from participe.kernel import links

# Raise this whenever the rules below become stricter: renderings kept beside a text say
# which version made them, so that an old one is known for what it is and made again.
SANITISER_VERSION = 1
# Three times the longest real text we know; the rest of a longer one is not shown.
MAX_LENGTH = 100_000
ALLOWED_TAGS = frozenset(
    {"a", "blockquote", "br", "em", "h4", "hr", "li", "ol", "p", "strong", "ul"}
)
ALLOWED_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
ALLOWED_SCHEMES = frozenset({"http", "https", "mailto"})
LINK_REL = "nofollow ugc noopener"

# People's headings stand below those of the page; what only looked like a tag is renamed.
_RENAMED = {f"h{level}": "h4" for level in range(1, 7)} | {"div": "p", "b": "strong", "i": "em"}
_NESTING = frozenset({"a", "blockquote", "em", "h4", "ol", "strong", "ul"})
_WITHIN_LINES = frozenset({None, "a", "b", "em", "i", "ins", "s", "span", "strong", "u"})
# bleach takes minutes over a hundred kilobytes of lists within lists; nobody reads them.
_MAX_DEPTH = 20
_TAG = re.compile(r"<(?:(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>)?")
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*+</p>")
# A capital comes after it, and no letter alone or short title before it: “M. Dupont”, “St. Jean”.
_SENTENCE_END = re.compile(r"(?<=[\w)])(?<!\b\w)(?<!\b[A-Z]\w)[.!?…](?=\s[^\W\d_a-zà-ÿ]|\s«)")
_BULLET = re.compile(r"^[ \t]*[•▪◦‣][ \t\u00a0]+", re.MULTILINE)  # as word processors paste it
_LINE_END = re.compile(r"\n|<br\s*/?>|<hr\s*/?>|</(?:blockquote|h4|li|p)>")
_MARKDOWN_RULES = (
    *("autolink", "balance_pairs", "emphasis", "entity", "escape", "fragments_join", "link"),
    *("blockquote", "heading", "hr", "list", "newline"),
)

# Control characters but tabulation and end of line, and halves of surrogate pairs, which
# no database stores.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
_UNBREAKABLE = "\u00a0\u202f"
_END_OF_LINE = re.compile("\r\n?|\x85|\u2028|\u2029")


class TextFormat(StrEnum):
    """How a text was written, and so how it is to be read."""

    MARKDOWN = "markdown"
    HTML = "html"
    PLAIN = "plain"


def render(source: str, text_format: TextFormat) -> Markup:
    """Return the HTML of a text, safe to show.

    Cleaning is done on the way out, so that a stricter list protects old texts too.
    """
    renderers = {
        TextFormat.MARKDOWN: render_markdown,
        TextFormat.HTML: render_html,
        TextFormat.PLAIN: render_plain,
    }
    return renderers[text_format](source)


def render_markdown(source: str) -> Markup:
    """Render paragraphs, lists, links, emphasis and quotations; raw HTML shows as typed."""
    return _cleaned(_from_markdown(_capped(source)))


def render_html(source: str) -> Markup:
    """Render HTML that another platform exported; what is not on our list loses its tags."""
    return _cleaned(_without_comments(_capped(source)))


def render_plain(source: str) -> Markup:
    """Render text without any markup: an empty line ends a paragraph, others break it."""
    paragraphs = (Markup("<br>").join(lines) for lines in _paragraphs(_capped(source)))
    return Markup("\n").join(Markup("<p>%s</p>") % paragraph for paragraph in paragraphs)


def excerpt(source: str, text_format: TextFormat, length: int = 200) -> str:
    """Return the beginning of a text on one line, without markup, cut between words.

    This is text, not HTML: it must still be escaped where it is shown.
    """
    beginning = clean_text(source[: 4 * length + 1000])
    if text_format is TextFormat.MARKDOWN:
        beginning = _text_within(_from_markdown(beginning))
    elif text_format is TextFormat.HTML:
        beginning = _text_within(beginning)
    return _cut(clean_line(beginning), length)


def headline(source: str, text_format: TextFormat, length: int) -> str:
    """Return the whole sentences that a text begins with, as far as they fit on one line.

    Where not even one does, its beginning, as `excerpt` cuts it.
    """
    longer = excerpt(source, text_format, 2 * length)
    if len(longer) <= length:
        return longer
    ends = [end.end() for end in _SENTENCE_END.finditer(longer, endpos=length + 2)]
    return longer[: ends[-1]] if ends else excerpt(source, text_format, length)


def words_of(markup: str) -> str:
    """Return the words of an HTML text in lines: one for each block and each line in it.

    This is text, not HTML: it must still be escaped where it is shown.
    """
    lines = _text_within(_LINE_END.sub("\n", markup)).split("\n")
    return "\n".join(words for line in lines if (words := " ".join(line.split())))


def clean_text(typed: str) -> str:
    """Return what was typed in several lines: NFC, ends of line alike, nothing invisible to us."""
    text = _CONTROL.sub("", _END_OF_LINE.sub("\n", typed))
    return unicodedata.normalize("NFC", _with_few_marks(text))


def clean_line(typed: str) -> str:
    """Return what was typed as one line, without what could hide or turn other words [T-106].

    A run of blanks becomes one, which holds the words together if one of them did: French
    typography wants it before “?” and in “10 000”.
    """
    visible = links.INVISIBLE.sub("", clean_text(typed))
    return _BLANKS.sub(_one_blank, visible).strip()


def _one_blank(blanks: re.Match[str]) -> str:
    return next((blank for blank in blanks[0] if blank in _UNBREAKABLE), " ")


def _with_few_marks(text: str) -> str:
    """Keep at most thirty marks on one letter, as the Stream-Safe Text Format does (UAX #15).

    Normalising takes quadratic time otherwise: minutes for 300 kB of accents [T-104].
    """
    if text.isascii():
        return text
    runs = groupby(text, key=lambda character: unicodedata.combining(character) != 0)
    return "".join("".join(islice(run, 30) if marks else run) for marks, run in runs)


def _capped(source: str) -> str:
    if len(source) > MAX_LENGTH:
        source = source[:MAX_LENGTH] + "…"
    return clean_text(source)


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    words = text[: length - 1].rpartition(" ")[0] or text[: length - 1]
    return words.rstrip(" ,;:.–—-") + "…"


def _from_markdown(source: str) -> str:
    return str(_tools.markdown.render(_BULLET.sub("- ", source)))


def _paragraphs(text: str) -> Iterator[Iterable[Markup]]:
    lines = (line.strip() for line in text.split("\n"))
    for written, group in groupby(lines, key=bool):
        if written:
            yield map(escape, group)


def _cleaned(markup: str) -> Markup:
    """Clean HTML of any origin: first bleach, which gets no more fixes, then nh3 [T-18]."""
    once = _EMPTY_PARAGRAPH.sub("", _tools.cleaner.clean(_tidied(markup)))
    twice = nh3.clean(
        once,
        tags=set(ALLOWED_TAGS),
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=set(ALLOWED_SCHEMES),
        link_rel=LINK_REL,
    )
    return Markup(twice)  # noqa: S704 -- twice cleaned


def _tidied(markup: str) -> str:
    """Rename tags, flatten what is nested too deep, and escape each < that begins no tag.

    This only spares bleach work; nothing relies on it for safety.
    """
    return _TAG.sub(_Tidying(), markup)


class _Tidying:
    """What becomes of one tag after another: it counts how deep they are nested."""

    def __init__(self) -> None:
        self.depth = 0
        self.dropped = 0

    def __call__(self, tag: re.Match[str]) -> str:
        slash, name, rest = tag.groups()
        if name is None:
            return "&lt;"
        name = _RENAMED.get(name.lower(), name.lower())
        if name in _NESTING and not self._keeps(closing=bool(slash)):
            return ""
        return f"<{slash}{name}{rest}>"

    def _keeps(self, *, closing: bool) -> bool:
        if closing and self.dropped:
            self.dropped -= 1
            return False
        if not closing and self.depth == _MAX_DEPTH:
            self.dropped += 1
            return False
        self.depth = max(0, self.depth + (-1 if closing else 1))
        return True


def _without_comments(markup: str) -> str:
    first, *others = markup.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("ol", "start"):
        return re.fullmatch(r"[0-9]{1,4}", value) is not None
    return (tag, name) == ("a", "href")


class _Tools(threading.local):
    """The parsers of one thread: those of bleach keep state and must not be shared."""

    def __init__(self) -> None:
        # The preset "zero" knows paragraphs only: no raw HTML, no image, no code.
        self.markdown = MarkdownIt("zero", {"breaks": True}).enable(_MARKDOWN_RULES)
        self.cleaner = bleach.Cleaner(
            tags=ALLOWED_TAGS,
            attributes=_is_allowed,
            protocols=ALLOWED_SCHEMES,
            strip=True,
            filters=[links.LinkFilter],
        )


_tools = _Tools()


def _text_within(markup: str) -> str:
    """Return the words of an HTML text, with a space where one block ends and another begins."""
    spaced = _TAG.sub(lambda tag: tag[0] if tag[2] in _WITHIN_LINES else f" {tag[0]}", markup)
    return unescape(nh3.clean(spaced, tags=set()))
