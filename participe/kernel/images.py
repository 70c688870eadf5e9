"""Takes the images that people send: known by their content, and encoded anew before being kept."""

import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from flask_babel import lazy_gettext as _

from participe.kernel.errors import Refusal

MAX_BYTES = 12 * 1024 * 1024
# One format for all: it keeps transparency, weighs a third less than JPEG, and every browser
# we serve reads it (Chrome 109, Firefox 115).
MEDIA_TYPE = "image/webp"

_WORKER = Path(__file__).with_name("image_worker.py")
_TOO_LARGE = 4
_PATIENCE = 30  # seconds; the worker may compute for ten, on a machine that is busy
_SIZE = struct.Struct(">II")


class NotAnImage(Refusal):
    """What was sent is no image we know, or a broken one."""

    message = _("Ce fichier n’est pas une image lisible. Envoyez une image JPEG, PNG ou WebP.")


class ImageTooLarge(Refusal):
    """The image has more bytes or more pixels than we can take."""

    message = _("Cette image est trop grande. Envoyez-en une version plus petite.")


@dataclass(frozen=True)
class ReencodedImage:
    """An image made by us out of somebody's pixels, and nothing else of theirs."""

    content: bytes
    media_type: str
    width: int
    height: int


def reencode(content: bytes, *, max_side: int = 2000) -> ReencodedImage:
    """Return the image upright, at most so many pixels wide and high, without what it told.

    The work is done in a process of its own, within limits of time and memory [T-92, T-96];
    raises `NotAnImage` or `ImageTooLarge`.
    """
    if len(content) > MAX_BYTES:
        raise ImageTooLarge
    image_format = _format_of(content)
    if image_format is None:
        raise NotAnImage
    encoded = _worked(content, image_format, max_side)
    width, height = _SIZE.unpack_from(encoded)
    return ReencodedImage(encoded[_SIZE.size :], MEDIA_TYPE, width, height)


def _format_of(content: bytes) -> str | None:
    """Tell a format by its first bytes; names and declared types are never asked [T-90]."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    return None


def _worked(content: bytes, image_format: str, max_side: int) -> bytes:
    command = [sys.executable, "-I", str(_WORKER), image_format, str(max_side)]
    try:
        done = subprocess.run(  # noqa: S603 -- nothing of the sender's is in the command
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ImageTooLarge from None
    if done.returncode == _TOO_LARGE or done.returncode < 0:  # killed by a limit
        raise ImageTooLarge
    if done.returncode != 0 or len(done.stdout) <= _SIZE.size:
        raise NotAnImage
    return done.stdout
