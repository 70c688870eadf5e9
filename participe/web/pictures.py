"""The pictures of the guides: files of ours, in the folder `pictures` beside them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image

MEDIA_TYPES = {".png": "image/png", ".webp": "image/webp"}
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.(?:png|webp)")


@dataclass(frozen=True)
class Picture:
    """A picture as it is on the disk; its size keeps its place in a page before it comes."""

    path: Path
    width: int
    height: int

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.path.suffix]


def find(folder: Path, name: str) -> Picture | None:
    """Return a picture of these guides; only plain names ever reach the file system."""
    path = folder / "pictures" / name
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    return _measured(path, path.stat().st_mtime_ns)


@lru_cache
def _measured(path: Path, _written: int) -> Picture | None:
    """Read the size of a picture, once until its file is written again."""
    try:
        with Image.open(path, formats=("PNG", "WEBP")) as image:
            return Picture(path, *image.size)
    except OSError:  # which is also what is no image
        return None
