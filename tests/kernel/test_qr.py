"""QR codes that phones can read: the drawing holds the very modules of the code."""

import re

import segno
from hypothesis import given
from hypothesis import strategies as st

from participe.kernel.qr import QUIET_ZONE, drawing


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-/.:", min_size=1, max_size=80))
def test_the_path_draws_the_modules_of_the_code(address: str) -> None:
    code = drawing(address)

    black = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path)
        for step in range(int(width))
    }
    rows = list(segno.make(address, error="q", micro=False).matrix_iter(border=QUIET_ZONE))
    assert black == {(x, y) for y, row in enumerate(rows) for x, on in enumerate(row) if on}
    assert code.side == len(rows)
