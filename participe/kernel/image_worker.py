"""Re-encodes one image from standard input to standard output, in a process of its own.

Run by `kernel.images` as a file, alone (`python -I`): it imports nothing of ours, so that it
starts fast and holds nothing worth stealing should a decoder be led astray [T-92]. Whatever
goes wrong ends it with a code other than 0.
"""

import contextlib
import io
import resource
import struct
import sys

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

# Registered by being imported; no other decoder can be chosen.
READERS = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
}
MEMORY = 512 * 1024 * 1024
SECONDS = 10
# A photograph of a good telephone has 50 million; beyond, decoding would not fit in memory.
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 16_384
QUALITY = 82
TOO_LARGE = 4


def main() -> None:
    """Read an image of the format and for the longest side that the arguments name."""
    _limit()
    Image.MAX_IMAGE_PIXELS = None  # we count ourselves, before anything is decoded
    try:
        encoded = _worked(sys.stdin.buffer.read(), sys.argv[1], int(sys.argv[2]))
    except MemoryError:
        sys.exit(TOO_LARGE)
    sys.stdout.buffer.write(encoded)


def _worked(content: bytes, image_format: str, max_side: int) -> bytes:
    with Image.open(io.BytesIO(content), formats=[image_format]) as image:
        if max(image.size) > LONGEST_SIDE or image.width * image.height > MOST_PIXELS:
            sys.exit(TOO_LARGE)
        return _encoded(image, max_side)


def _limit() -> None:
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        with contextlib.suppress(ValueError, OSError):  # some systems do not know all of them
            resource.setrlimit(limit, (value, value))


def _encoded(image: Image.Image, max_side: int) -> bytes:
    """Return the size in eight bytes, then the image as WebP without anything beside it."""
    if image.mode not in {"RGB", "L", "CMYK", "YCbCr"}:
        image = image.convert("RGBA")
    image.thumbnail((max_side, max_side))
    upright = ImageOps.exif_transpose(image)
    # Only pixels go on: place, camera, comments and thumbnails stay behind [T-97].
    bare = Image.new("RGBA" if upright.mode == "RGBA" else "RGB", upright.size)
    bare.paste(upright)
    output = io.BytesIO()
    bare.save(output, "WEBP", quality=QUALITY)
    return struct.pack(">II", *bare.size) + output.getvalue()


if __name__ == "__main__":
    main()
