"""Other people's files read as Markdown: plain text, Word (.docx) and OpenDocument (.odt)."""

from participe.kernel.html import clean_text
from participe.texts.converting import opendocument, packages, word
from participe.texts.errors import (
    FileIsOld,
    FileIsPdf,
    FileTooHeavy,
    FileUnreadable,
    TextEmpty,
)

LARGEST = 5 * 1024 * 1024

_OLD_WORD = (b"\xd0\xcf\x11\xe0", b"{\\rtf")  # Word until 2003, or a new one with a password
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PLAIN = (".txt", ".md", ".markdown", ".text")


def read(content: bytes, filename: str) -> str:
    """Return what a file says; its content tells what it is, its name only what is text.

    It takes its time: call it outside of a transaction. Raises the Refusals on files of
    texts.errors.
    """
    if len(content) > LARGEST:
        raise FileTooHeavy
    text = clean_text(_read(content, filename))
    if not text.strip():
        raise TextEmpty
    return text


def _read(content: bytes, filename: str) -> str:
    if content.startswith(b"PK"):
        return _read_package(content)
    if content.startswith(b"%PDF-"):
        raise FileIsPdf
    if content.startswith(_OLD_WORD):
        raise FileIsOld
    if not filename.lower().endswith(_PLAIN):
        raise FileUnreadable
    return _decoded(content)


def _read_package(content: bytes) -> str:
    parts = packages.safe(content)
    if word.is_text(parts):
        return word.read(packages.packed(parts))
    if opendocument.is_text(parts):
        return opendocument.read(packages.packed(parts))
    raise FileUnreadable


def _decoded(content: bytes) -> str:
    """Read text in Unicode, or as Windows writes it here."""
    encodings = ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileUnreadable
