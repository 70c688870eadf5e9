"""Which tables can be downloaded, and in which forms: as their addresses call them."""

from enum import StrEnum


class Dataset(StrEnum):
    """A table of public rows."""

    PROPOSALS = "propositions"
    ANSWERS = "reponses"
    COMMITMENTS = "engagements"
    REMARKS = "avis"
    CONSULTATIONS = "consultations"
    CHANNELS = "resultats-par-canal"


class FileFormat(StrEnum):
    """How a table is written."""

    CSV = "csv"
    JSON = "json"
