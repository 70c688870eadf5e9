"""The report of an import, as a file that any spreadsheet opens."""

import csv
from collections.abc import Iterable
from pathlib import Path

from flask_babel import gettext as _

from participe.exchange.errors import FileRefused
from participe.exchange.services.files import Problem


def write(path: Path, problems: Iterable[Problem]) -> None:
    """Write one row for each refused line, with a byte order mark so that accents are read well."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow([_("fichier"), _("ligne"), _("raison")])
            writer.writerows(
                [problem.file, problem.line or "", problem.reason] for problem in problems
            )
    except OSError as error:
        raise FileRefused(f"{path} : {error.strerror}") from error
