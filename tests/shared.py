"""The real and hostile texts that lie beside the repository and are never copied into it."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(name: str) -> Path:
    """Give the path of a file; without it the test is skipped, or fails where CI=true."""
    path = SHARED / name
    if path.exists():
        return path
    reason = f"The data beside the repository is not there: ../shared/data/{name}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
