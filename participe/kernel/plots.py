"""Bars drawn by the server: where each one stands, as attributes that an SVG needs."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 200
_HEAD = 24  # above the bars, for the number
_FOOT = 28  # below them, for the label
_FILLED = 0.6  # of the room of each bar


@dataclass(frozen=True)
class Column:
    """One pile: its label, what it is made of from the ground up, and their sum."""

    label: str
    parts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.parts)


@dataclass(frozen=True)
class Rectangle:
    """A part of a pile; `part` is its place from the ground up, 0 first."""

    part: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Label:
    """Words whose middle is at x, on the line y."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Plot:
    """A drawing in which nothing is left to compute."""

    width: int
    height: int
    ground: float
    rectangles: Sequence[Rectangle]
    labels: Sequence[Label]


def piles(columns: Sequence[Column]) -> Plot:
    """Draw piles side by side on one ground, the highest as high as there is room."""
    ground = HEIGHT - _FOOT
    highest = max((column.total for column in columns), default=0)
    scale = (ground - _HEAD) / highest if highest else 0.0
    room = WIDTH / len(columns) if columns else 0.0
    rectangles, labels = list[Rectangle](), list[Label]()
    for place, column in enumerate(columns):
        middle = (place + 0.5) * room
        top = float(ground)
        for part, value in enumerate(column.parts):
            top -= value * scale
            if value:
                left = middle - room * _FILLED / 2
                size = (round(room * _FILLED, 1), round(value * scale, 1))
                rectangles.append(Rectangle(part, round(left, 1), round(top, 1), *size))
        labels.append(Label(round(middle, 1), HEIGHT - 8, column.label))
        if column.total:
            labels.append(Label(round(middle, 1), round(top - 6, 1), str(column.total)))
    return Plot(WIDTH, HEIGHT, ground, rectangles, labels)
