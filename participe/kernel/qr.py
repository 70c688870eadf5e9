"""QR codes as one path of an SVG, made on the server: they print sharp and need no script."""

from dataclasses import dataclass

import segno

QUIET_ZONE = 4  # modules of white around, as ISO/IEC 18004 asks


@dataclass(frozen=True)
class Drawing:
    """What `components/qr.html` draws: the side of the square in modules, and its black ones."""

    side: int
    path: str


def drawing(content: str) -> Drawing:
    """Draw an address as a QR code that still reads when a quarter of the paper is stained."""
    code = segno.make(content, error="q", micro=False)
    rows = [bytes(row) for row in code.matrix_iter(border=QUIET_ZONE)]
    return Drawing(side=len(rows), path="".join(_runs(rows)))


def _runs(rows: list[bytes]) -> list[str]:
    """Write each run of black modules in a row as one rectangle."""
    runs = []
    for y, row in enumerate(rows):
        start = None
        for x, black in enumerate([*row, 0]):
            if black and start is None:
                start = x
            elif not black and start is not None:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
                start = None
    return runs
