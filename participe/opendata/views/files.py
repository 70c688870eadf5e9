"""The files themselves.

A file is written whole, beside the memory once it is large, before its first byte leaves: who
downloads it has all of it or an error, never a table that ends too early without a sign.
"""

import io
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from flask import Response, abort, redirect, request, url_for
from werkzeug import Response as BaseResponse
from werkzeug.wsgi import wrap_file

from participe.communes.models import Commune
from participe.communes.tenancy import current_commune
from participe.kernel import clock, tables
from participe.kernel.authorization import for_everyone
from participe.opendata import composing
from participe.opendata.reference import Dataset, FileFormat
from participe.opendata.views.blueprint import LICENCE, LICENCE_URL, address, bp
from participe.opendata.wording import COLUMNS, TITLES

IN_MEMORY = 1_000_000  # bytes; a larger file is written to a temporary one
MEDIA_TYPES = {FileFormat.CSV: tables.MEDIA_TYPE, FileFormat.JSON: "application/json"}


@bp.get("/donnees-ouvertes/<dataset>.<file_format>")
@for_everyone
def download(dataset: str, file_format: str) -> BaseResponse:
    """Give one table of the commune as it is now."""
    if dataset not in set(Dataset) or file_format not in set(FileFormat):
        abort(404)
    table, form = Dataset(dataset), FileFormat(file_format)
    if (table, form) == (Dataset.COMMITMENTS, FileFormat.CSV):
        return redirect(address(table, form), 301)
    commune = current_commune()
    answer = Response(_content(_written(table, form, commune)), content_type=MEDIA_TYPES[form])
    name = f"{commune.slug}-{table}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _content(file: IO[bytes]) -> bytes | Iterable[bytes]:
    """Give what was written from its beginning: at once, or by pieces when it is large."""
    size = file.tell()
    file.seek(0)
    if size > IN_MEMORY:
        return wrap_file(request.environ, file)
    with file:
        return file.read()


def _written(table: Dataset, form: FileFormat, commune: Commune) -> IO[bytes]:
    now, head = clock.now(), tuple(COLUMNS[table])
    rows = composing.lines(table, commune, now)
    file = cast("IO[bytes]", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 -- the answer closes it
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    if form is FileFormat.CSV:
        tables.write_csv(text, head, rows)
    else:
        tables.write_json(text, _about(table, commune), head, rows)
    text.detach()
    return file


def _about(table: Dataset, commune: Commune) -> dict[str, object]:
    return {
        "jeu": TITLES[table],
        "commune": commune.name,
        "source": url_for("opendata.index", _external=True),
        "licence": LICENCE,
        "adresse_de_la_licence": LICENCE_URL,
        "date": clock.day_of(clock.now()),
        "colonnes": COLUMNS[table],
    }
