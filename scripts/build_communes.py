#!/usr/bin/env python3
"""Write the reference table of the Walloon communes from a folder of Belgian reference data.

    python scripts/build_communes.py FOLDER

FOLDER holds communes_wallonie_2025.csv and localites.csv; the table goes where
`participe.communes.reference` reads it. Sources: Statbel (REFNIS and postcodes), CC BY 4.0.
"""

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).parent.parent / "participe" / "communes" / "reference.csv"
COLUMNS = (
    *("nis", "name", "name_nl", "name_de", "province", "postcodes", "localities"),
    "population_2020",
)
EXPECTED = 261
# Within a name these begin with a small letter: “Lives-sur-Meuse”, “Waret-l’Evêque”.
_PARTICLE = re.compile(
    r"-(sur|sous|lez|les|le|la|de|du|des|en|et|au|aux|à|d’|l’)(?=-|$|(?<=’))", re.IGNORECASE
)


def main(folder: Path) -> None:
    localities = _localities(folder / "localites.csv")
    rows = [
        {
            "nis": row["nis"],
            "name": row["nom_fr"],
            "name_nl": row["nom_nl"],
            "name_de": row["nom_de"],
            "province": row["province_fr"]
            .removeprefix("Province du ")
            .removeprefix("Province de "),
            "postcodes": row["codes_postaux"],
            "localities": "|".join(_others(localities[row["nis"]], row["nom_fr"])),
            "population_2020": row["population_2020"],
        }
        for row in _rows(folder / "communes_wallonie_2025.csv")
    ]
    if len(rows) != EXPECTED:
        sys.exit(f"{len(rows)} communes were found, not {EXPECTED}.")
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["nis"]))


def _localities(path: Path) -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in _rows(path):
        found[row["nis"]].add(_spelled(row["localite"]))
    return found


def _others(localities: set[str], commune: str) -> list[str]:
    return sorted(name for name in localities if name.casefold() != commune.casefold())


def _spelled(name: str) -> str:
    """Write a locality as its people do: a typographic apostrophe, small particles."""
    small = _PARTICLE.sub(lambda match: match[0].lower(), name.replace("'", "’"))
    return re.sub(r"(?<=[dl]’)[^\W\d_]", lambda letter: letter[0].upper(), small)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 -- the script and its one argument
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
