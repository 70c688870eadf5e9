"""Where a link that a person wrote really leads, and how that is shown beside it."""

import html
import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from bleach.linkifier import LinkifyFilter

# What turns the direction of writing (UAX #9) or takes no room: both can make one word
# look like another. The joiners U+200C and U+200D stay out of lines and names too.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# An address is never longer; browsers and mail readers cut what is.
_MAX_LENGTH = 2000
_BARE_ADDRESS = re.compile(
    rf"\bhttps?://[^\s<>\"«»“”]{{1,{_MAX_LENGTH}}}(?<![.,;:!?…'’*])", re.IGNORECASE
)
_BLANK = re.compile(r"[\x00-\x20\x7f]")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
_MAIL = re.compile(r"[^\s@<>%:/?&\"'\\]+@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+")


@dataclass(frozen=True)
class Target:
    """Where a link leads: the address for the browser, and the part that tells people."""

    address: str
    place: str

    def quoted(self) -> str:
        """Return the address as bleach wants attributes: with its ampersands escaped."""
        return self.address.replace("&", "&amp;")

    def after(self, text: str) -> str:
        """Return what must follow the text of the link so that one knows the place [T-105]."""
        if not text.strip():
            return self.place
        seen = _bare(text.strip().lower())
        place = _bare(self.place.lower())
        if seen == place or ("@" not in place and seen.startswith((f"{place}/", f"{place}?"))):
            return ""
        return f" ({self.place})"


def target(typed: str) -> Target | None:
    """Return where an address leads as a browser reads it (WHATWG URL), or None if nowhere safe."""
    # Browsers drop blanks within an address and take \ for /: what we show must do the same.
    address = INVISIBLE.sub("", _BLANK.sub("", typed)).replace("\\", "/")
    scheme, _, rest = address.partition(":")
    if len(address) > _MAX_LENGTH:
        return None
    if scheme.lower() == "mailto":
        return _mailbox(rest)
    return _page(address) if scheme.lower() in {"http", "https"} else None


def _mailbox(rest: str) -> Target | None:
    mail = rest.partition("?")[0]  # subject, copies and body are nobody else's to fill in
    return Target(f"mailto:{mail}", mail) if _MAIL.fullmatch(mail) else None


def _page(address: str) -> Target | None:
    try:
        parts = urlsplit(address)
        host = _host(parts)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if host is None:
        return None
    return Target(urlunsplit(parts._replace(netloc=host + port)), host)


def _host(parts: SplitResult) -> str | None:
    """Return the host in ASCII, so that letters of another alphabet show; none beside a name."""
    if "@" in parts.netloc or not parts.hostname:
        return None
    host = parts.hostname.encode("idna").decode("ascii").lower()
    return host if _HOST.fullmatch(host) else None


def _bare(text: str) -> str:
    return re.sub(r"^(?:mailto:|https?://)?(?:www\.)?", "", text)


_Token = dict[str, Any]  # as html5lib's tree walkers give them
_Attributes = MutableMapping[tuple[str | None, str], str]


class LinkFilter(LinkifyFilter):
    """The step of bleach that makes links safe, shows where they lead, and links addresses."""

    def __init__(self, *, source: Any) -> None:
        super().__init__(source, url_re=_BARE_ADDRESS)

    def apply_callbacks(self, attrs: _Attributes, _is_new: bool) -> _Attributes | None:
        """Make a link of a bare address, unless its host is no host."""
        found = target(attrs[None, "href"])
        return None if found is None else {**attrs, (None, "href"): found.quoted()}

    def extract_entities(self, token: _Token) -> Iterator[_Token]:
        """Leave the text alone: bleach has read its entities once, twice would change it."""
        yield token

    def handle_a_tag(self, token_buffer: Sequence[_Token]) -> Iterator[_Token]:
        opening, *inside, closing = token_buffer
        inside = [visible for token in inside if (visible := _visible(token))]
        found = target(html.unescape(opening["data"].get((None, "href"), "")))
        if found is None:
            yield from inside
            return
        yield opening | {"data": {(None, "href"): found.quoted()}}
        yield from inside
        yield {"type": "Characters", "data": found.after("".join(map(_text, inside)))}
        yield closing


def _text(token: _Token) -> str:
    if token["type"] == "Entity":
        return html.unescape(f"&{token['name']};")
    return str(token["data"]) if token["type"] in {"Characters", "SpaceCharacters"} else ""


def _visible(token: _Token) -> _Token | None:
    """Take from the text of a link what could hide or turn where it leads [T-105]."""
    if token["type"] == "Characters":
        return token | {"data": INVISIBLE.sub("", _text(token))}
    hidden = token["type"] == "Entity" and INVISIBLE.match(_text(token))
    return None if hidden else token
