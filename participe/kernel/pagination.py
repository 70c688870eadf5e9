"""Pages of a long list by key, so that page 400 costs what page 1 costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some items in order, and the key from which the next page starts, if there is one."""

    items: Sequence[Item]
    next_key: str | None = None

    def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204 -- as a list would
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def key_of(*parts: int) -> str:
    """Write a key as it stands in an address."""
    return "-".join(str(part) for part in parts)


def parse_key(text: str | None, length: int) -> tuple[int, ...] | None:
    """Read a key from an address; whatever is not one of ours is the first page."""
    if not text:
        return None
    parts = text.split("-")
    if len(parts) != length or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    numbers = tuple(int(part) for part in parts)
    return numbers if all(number < 2**62 for number in numbers) else None
