"""The readable part of an address, made from a title."""

import re
import unicodedata

LONGEST = 60


def slugify(title: str, *, otherwise: str = "texte") -> str:
    """Return lower-case letters and figures joined by hyphens, cut between two words.

    A title with no letter of our alphabet gives `otherwise`: an address is never empty.
    """
    folded = title.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    folded = folded.replace("’", " ")  # NFKD would drop it, and join “l’école”
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        slug = longer
    return slug or otherwise
