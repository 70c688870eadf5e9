"""The blueprint on which all pages and files of open data stand."""

from flask import Blueprint, url_for

from participe.opendata import wording
from participe.opendata.reference import Dataset, FileFormat

bp = Blueprint("opendata", __name__, url_prefix="/<commune>")
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.fr"


@bp.context_processor
def words_for_templates() -> dict[str, object]:
    return {
        "opendata_words": wording,
        "file_address": address,
        "FileFormat": FileFormat,
        "licence_url": LICENCE_URL,
    }


def address(dataset: Dataset, file_format: FileFormat, *, is_full: bool = False) -> str:
    """Return where a file is; that of commitments stands with their page."""
    if (dataset, file_format) == (Dataset.COMMITMENTS, FileFormat.CSV):
        return str(url_for("commitments.csv", _external=is_full))
    names = {"dataset": dataset.value, "file_format": file_format.value}
    return str(url_for("opendata.download", _external=is_full, **names))
