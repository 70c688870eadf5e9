"""The columns of the files: which there are, and which there must never be."""

from participe.commitments.composing import HEAD
from participe.opendata.reference import Dataset
from participe.opendata.wording import COLUMNS


def test_no_row_of_a_proposition_or_remark_tells_its_channel() -> None:
    """R10: counted, the rows would give away what the figures keep back."""
    of_rows = set(Dataset) - {Dataset.CHANNELS}

    assert all("canal" not in COLUMNS[dataset] for dataset in of_rows)


def test_the_columns_of_commitments_are_those_of_their_own_file() -> None:
    assert tuple(COLUMNS[Dataset.COMMITMENTS]) == HEAD
