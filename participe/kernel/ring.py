"""The ring from which lists are read in an order of the day that favours nobody (docs/adr/0010).

Everything has a fixed place on it; each day a list starts somewhere else, and turns the other
way than the day before.
"""

import hashlib
from typing import Any

PLACES = 2**31
_GOLDEN_STEP = 1_327_217_885  # PLACES divided by the golden ratio, made odd


def place_of(number: Any) -> Any:
    """Return the place of what has this number; of a column, one of 64 bits, an expression.

    Steps of the golden ratio spread any run of numbers evenly, so that those who came first
    stand between those who came later; and as the step is odd, no two numbers share a place
    before 2³¹ are given.
    """
    return number * _GOLDEN_STEP % PLACES


def start_of_day(list_id: int, day: int) -> tuple[int, bool]:
    """Return where on the ring a list starts on this day, and whether it turns backwards."""
    seed = hashlib.blake2b(f"{list_id}:{day}".encode(), digest_size=8).digest()
    return int.from_bytes(seed) % PLACES, day % 2 == 1


def turn_of(place: Any, list_id: int, day: int) -> Any:
    """Return how far from the start of the day a place is, as the list turns that day."""
    start, backwards = start_of_day(list_id, day)
    ahead = start - 1 - place if backwards else place - start
    return (ahead + PLACES) % PLACES
