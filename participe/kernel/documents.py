"""Takes the documents that people send: known by their content, and refused if they act."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal
from participe.kernel.images import NotAnImage, reencode

PDF_MEDIA_TYPE = "application/pdf"

_A_PDF = b"%PDF-"

# What a document may not do (ISO 32000-1, 12.6.4): scripts and programs; /JS alone is too short
# to look for in compressed bytes, and no script runs without the name /JavaScript.
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|RichMedia|XFA)(?![0-9A-Za-z])")
_ENCRYPTED = re.compile(rb"/Encrypt(?![0-9A-Za-z])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_DEFLATED = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])")
_END = 1024  # where ISO 32000-1 (annex H) has readers look for the end of a file
_LONGEST_DICTIONARY = 4096
_MOST_STREAMS = 50_000
_MOST_INFLATED = 32 * 1024 * 1024


class NotAPdf(Refusal):
    """What was sent is no PDF, or one that cannot be read through."""

    message = _("Ce fichier n’est pas un PDF lisible.")


class NeitherPdfNorImage(Refusal):
    """What was sent is nothing that we can show."""

    message = _(
        "Ce fichier n’est ni un PDF ni une image lisible. "
        "Envoyez un PDF, ou une image JPEG, PNG ou WebP."
    )


class EncryptedPdf(Refusal):
    """The PDF is protected, so that nobody can check what is in it."""

    message = _("Ce PDF est protégé par un mot de passe. Envoyez-le sans protection.")


class ActivePdf(Refusal):
    """The PDF holds a script, a form that runs one, or a command."""

    message = _("Ce PDF contient un programme. Exportez-le à nouveau comme simple document.")


@dataclass(frozen=True)
class CheckedFile:
    """Bytes that may be kept: a PDF that does nothing by itself, or an image made by us."""

    content: bytes
    media_type: str
    size: tuple[int, int] | None = None  # of an image, in pixels


def check_file(content: bytes, *, max_side: int = 2000) -> CheckedFile:
    """Check a PDF or write an image again, whatever its name says it is.

    It takes its time: call it outside of a transaction. Raises NeitherPdfNorImage, what
    check_pdf raises, and ImageTooLarge.
    """
    if content.startswith(_A_PDF):
        check_pdf(content)
        return CheckedFile(content, PDF_MEDIA_TYPE)
    try:
        image = reencode(content, max_side=max_side)
    except NotAnImage as error:
        raise NeitherPdfNorImage from error
    return CheckedFile(image.content, image.media_type, (image.width, image.height))


def check_pdf(content: bytes) -> None:
    """Raise a refusal unless this is a PDF, open to be read, that does nothing by itself."""
    if not content.startswith(_A_PDF) or b"%%EOF" not in content[-_END:]:
        raise NotAPdf
    if _ENCRYPTED.search(_plain(content)):
        raise EncryptedPdf
    for part in (content, *_object_streams(content)):
        if _ACTIVE.search(_plain(part)):
            raise ActivePdf


def _plain(part: bytes) -> bytes:
    """Read the names that are spelled in digits, as /J#61vaScript (ISO 32000-1, 7.3.5)."""
    return _ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode()), part)


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Yield the objects that are kept compressed (ISO 32000-1, 7.5.7)."""
    inflated = 0
    for dictionary, packed in _streams(content):
        # One that is not compressed at all was read with the rest of the file.
        if b"/ObjStm" in dictionary and b"/Filter" in dictionary:
            objects = _inflated(dictionary, packed)
            inflated += len(objects)
            if inflated >= _MOST_INFLATED:
                raise NotAPdf
            yield objects


def _streams(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each stream: its dictionary and its bytes."""
    place = 0
    for _count in range(_MOST_STREAMS):
        place = content.find(b"stream", place)
        if place < 0:
            return
        before = content[max(0, place - _LONGEST_DICTIONARY) : place]
        end = content.find(b"endstream", place) % (len(content) + 1)
        yield _plain(before[before.rfind(b"obj") + 3 :]), content[place + len(b"stream") : end]
        place = end + len(b"endstream")
    raise NotAPdf


def _inflated(dictionary: bytes, packed: bytes) -> bytes:
    """Return what a stream holds; one packed in a way that we do not read is refused."""
    if _DEFLATED.search(dictionary) is None or b"/Predictor" in dictionary:
        raise NotAPdf
    try:
        return zlib.decompressobj().decompress(packed.lstrip(b"\r\n"), _MOST_INFLATED)
    except zlib.error:
        raise NotAPdf from None
