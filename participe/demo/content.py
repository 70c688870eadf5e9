"""The content of Valbruyère as it is written in the TOML files beside this module."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from participe.kernel import clock

FOLDER = Path(__file__).parent / "content"
Entry = dict[str, Any]


@cache
def read(name: str) -> Entry:
    """Return one file of the content, by its name without `.toml`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


def identities() -> list[Entry]:
    """Return who can be taken in one click: `person`, `label`, `explanation`."""
    return list(read("people")["identities"])


def proposals() -> list[tuple[str, Entry]]:
    """Return all propositions with the key of their consultation, in the order of their days."""
    files = [tomllib.loads(path.read_text()) for path in sorted(FOLDER.glob("proposals_*.toml"))]
    found = [(file["consultation"], entry) for file in files for entry in file["proposals"]]
    return sorted(found, key=lambda pair: int(pair[1]["day"]))


def texts() -> list[Entry]:
    """Return the texts under discussion, by the names of their files."""
    return [read(path.stem) for path in sorted(FOLDER.glob("text_*.toml"))]


def text(source: str) -> str:
    """Return the first version of a text, as staff would paste it."""
    return (FOLDER / "texts" / f"{source}.txt").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Calendar:
    """Days counted from the one on which the demo is filled, turned into instants."""

    today: date
    now: datetime

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def start(self, offset: int) -> datetime:
        """Return the first instant of a day: where phases open and close."""
        return clock.start_of(self.day(offset))

    def moment(self, offset: int, place: int = 0, of: int = 1) -> datetime:
        """Return an instant in the daytime, later for a later place among `of`; never to come."""
        minutes = 9 * 60 + (place * 11 * 60) // max(of, 1)  # between 9 and 20 o'clock
        at = clock.start_of(self.day(offset)) + timedelta(minutes=minutes)
        return min(at.astimezone(UTC), self.now - timedelta(minutes=max(1, of - place)))


def calendar(at: datetime) -> Calendar:
    return Calendar(today=clock.day_of(at), now=at)
