"""How what is about a commune is said."""

import colorsys

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

# Hues in degrees, each up to the next; colour words are all masculine in French.
_HUES: tuple[tuple[int, LazyString], ...] = (
    (15, _("rouge")),
    (42, _("orange")),
    (70, _("jaune")),
    (165, _("vert")),
    (200, _("turquoise")),
    (255, _("bleu")),
    (290, _("violet")),
    (345, _("rose")),
    (361, _("rouge")),
)
_GREY = _("gris")
_PALE = 0.12  # less saturated than this, no hue is seen


def colour_name(colour: str) -> str:
    """Return the word people have for a colour written as # and six digits."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, _lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < _PALE:
        return str(_GREY)
    return next(str(name) for limit, name in _HUES if hue * 360 < limit)
