"""Looks at packed files before any converter does: how large, how many, how deep, nothing hidden.

Each part in XML is read once by a parser that refuses what declares a document type, so that
no converter meets an entity, and what has more elements than any regulation. Converters get
these parts and no other.
"""

from collections.abc import Mapping
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 -- it is an error

from participe.texts.errors import FileProtected, FileTooHeavy, FileUnreadable

MOST_ENTRIES = 2000
MOST_UNPACKED = 50 * 1024 * 1024
MOST_XML = 16 * 1024 * 1024
MOST_ELEMENTS = 100_000
DEEPEST = 120

# What `zipfile`, `zlib` and `expat` raise over a damaged file.
_BROKEN = (
    *(BadZipFile, ZlibError, expat.ExpatError),
    *(EOFError, NotImplementedError, OSError, RuntimeError, ValueError),
)
_ENCRYPTED = 0x1  # the first of the general purpose flags of a ZIP entry
_XML = (".xml", ".rels")
MEDIA_TYPE = "mimetype"  # the part that says so, in a package of OpenDocument
_ENCRYPTION_DATA = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0 encryption-data"


def safe(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package that a converter may see, by name: the XML that was checked.

    Raises the Refusal that says what is wrong with the file.
    """
    budget, parts = _Budget(), dict[str, bytes]()
    try:
        with ZipFile(BytesIO(content)) as package:
            entries = package.infolist()
            _measure(entries)
            for entry in entries:
                if _is_read(entry):
                    parts[entry.filename] = budget.read(package.read(entry))
            if MEDIA_TYPE in package.namelist():
                parts[MEDIA_TYPE] = package.read(MEDIA_TYPE)
    except _BROKEN as error:
        raise FileUnreadable from error
    return parts


def packed(parts: Mapping[str, bytes]) -> BytesIO:
    """Pack parts again, as converters want them."""
    made = BytesIO()
    with ZipFile(made, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    made.seek(0)
    return made


def _is_read(entry: ZipInfo) -> bool:
    return entry.filename.lower().endswith(_XML)


def _measure(entries: list[ZipInfo]) -> None:
    """Believe what the entries say of themselves: `zipfile` reads no byte more than that."""
    names = [entry.filename for entry in entries]
    if len(names) != len(set(names)):
        raise FileUnreadable
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise FileProtected
    in_xml = sum(entry.file_size for entry in entries if _is_read(entry))
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or in_xml > MOST_XML:
        raise FileTooHeavy


class _Budget:
    """Counts the elements of all parts, and how deep they stand in each."""

    def __init__(self) -> None:
        self.elements = 0
        self.depth = 0

    def read(self, part: bytes) -> bytes:
        """Go through one part, and return it; LibreOffice packs empty ones too."""
        if not part:
            return part
        self.depth = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(part, True)  # noqa: FBT003 -- all of it
        return part

    def _refuse(self, *_declaration: object) -> None:
        raise FileUnreadable

    def _start(self, name: str, _attributes: object) -> None:
        if name == _ENCRYPTION_DATA:
            raise FileProtected
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
            raise FileTooHeavy

    def _end(self, _name: str) -> None:
        self.depth -= 1
