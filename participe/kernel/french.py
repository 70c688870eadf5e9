"""French as the source has it: no catalogue is needed, but its plural is not that of English."""

import re
import unicodedata
from datetime import date
from typing import Any

from babel.support import NullTranslations
from flask_babel import Babel, Domain, format_date, format_decimal

# Before these “de” loses its vowel: not before the y of Youssef, nor most words that begin with h.
# The h of the first names that people here have is mute.
ELIDES = re.compile(
    r"[aeiou]|y[^aeiouy\W]|h(el[eo]|enri|erv|ermin|ilair|ippol|onor|ortens|ubert|ugu)"
)


class AsWritten(NullTranslations):
    """The sentences as they stand in the code; in French, nought and one are singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2  # noqa: PLR2004 -- the rule of the language

    def ungettext(self, singular: str, plural: str, num: int) -> str:
        return self.ngettext(singular, plural, num)


class SourceDomain(Domain):
    """Looks a language's catalogue up, and takes the source for French."""

    def get_translations(self) -> Any:
        found = super().get_translations()
        return found if getattr(found, "files", ()) else AsWritten()


class FrenchBabel(Babel):
    """Flask-Babel whose texts are in French to begin with."""

    @property
    def domain_instance(self) -> Domain:
        return SourceDomain(domain=self.domain)


def day(on: date, *, with_year: bool = True) -> str:
    """Write a day as it is said: “21 mars 2031”, and “1er mai” for the first of a month."""
    number = "'1er'" if on.day == 1 else "d"
    return str(format_date(on, f"{number} MMMM y" if with_year else f"{number} MMMM"))


def number(count: int) -> str:
    """Write a number with its thousands apart, never cut: “2 524”."""
    return str(format_decimal(count))


def of(name: str) -> str:
    """Write “de” before a name, as it is said: elided before the vowel of Anne, not of Yasmine."""
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().lower()
    return f"d’{name}" if ELIDES.match(plain) else f"de {name}"
