"""Text that looks like French, always the same for the same seed: no person wrote it."""

from itertools import product
from random import Random

ONSETS = (
    "b",
    "c",
    "ch",
    "d",
    "f",
    "g",
    "j",
    "l",
    "m",
    "n",
    "p",
    "qu",
    "r",
    "s",
    "t",
    "v",
    "pl",
    "tr",
)
VOWELS = ("a", "e", "é", "i", "o", "u", "ou", "an", "on", "in", "eau", "ai")
ENDINGS = ("", "r", "ge", "tion", "ment", "s", "té", "lle")


def vocabulary(random: Random, size: int = 24_000) -> list[str]:
    """Return distinct words of two or three syllables."""
    syllables = [onset + vowel for onset, vowel in product(ONSETS, VOWELS)]
    words: set[str] = set()
    while len(words) < size:
        count = random.choice((2, 2, 3))
        words.add("".join(random.choices(syllables, k=count)) + random.choice(ENDINGS))
    return sorted(words)


def sentence(random: Random, words: list[str], length: int) -> str:
    """Return a sentence in which some words are common and most are rare, as in a language."""
    places = (int(len(words) * random.random() ** 3) for _ in range(length))
    return " ".join(words[place] for place in places).capitalize() + "."
