"""How easily a French text is read: the score of Kandel and Moles, and the length of sentences.

    score = 207 - 1.015 * words per sentence - 73.6 * syllables per word

Kandel and Moles (1958) gave Flesch's scale these weights for French: 100 is very easy, from 60
on a text is plain, below 30 it is for specialists. Syllables are counted as groups of vowels
that are written; a final mute e and a plural or verbal ending -es, -ent after a consonant are
not. The count is rough, and the same for everybody: a hint to who writes, never a judgement.
"""

import re
from dataclasses import dataclass

EASY = 60  # and above
LONG_SENTENCE = 20  # words

_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n+|[;:](?=\s)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*", re.UNICODE)
_VOWELS = "aeiouyàâäéèêëîïôöùûüÿœæ"
_GROUP = re.compile(rf"[{_VOWELS}]+")
_MUTE = re.compile(rf"(?<=[^{_VOWELS}])es?$|(?<=[^{_VOWELS}m])ent$")  # -ment is mostly heard
_TWO = re.compile(r"é[aoiu]|oé|[aou]ï")  # two vowels, each heard


@dataclass(frozen=True)
class Readability:
    """What can be said of a text without understanding it."""

    score: int  # 0 to 100, higher is easier
    words_per_sentence: int

    @property
    def is_easy(self) -> bool:
        return self.score >= EASY

    @property
    def has_long_sentences(self) -> bool:
        return self.words_per_sentence > LONG_SENTENCE


def readability(text: str) -> Readability | None:
    """Measure a text; None for one without words."""
    sentences = [_WORD.findall(part) for part in _SENTENCE_END.split(text)]
    sentences = [words for words in sentences if words]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return None
    per_sentence = len(words) / len(sentences)
    per_word = sum(map(syllables, words)) / len(words)
    score = 207 - 1.015 * per_sentence - 73.6 * per_word
    return Readability(round(min(100, max(0, score))), round(per_sentence))


def syllables(word: str) -> int:
    """Count the syllables of a French word, roughly."""
    lower = word.lower()
    heard = _MUTE.sub("", lower) if len(lower) > len("les") else lower
    return max(1, len(_GROUP.findall(heard)) + len(_TWO.findall(heard)))
