"""One accent colour in, a whole theme out whose texts can be read (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from dataclasses import dataclass

# WCAG 2.2: 1.4.3 asks 4.5 for text, 1.4.6 asks 7 for the best of it; a little more, so that
# rounding to whole steps of colour never falls below.
TEXT_CONTRAST = 4.6
STRONG_CONTRAST = 7.0

# The tokens of the stylesheet that meet an accent; a test compares them with the sheet.
LIGHT = {"paper": "#ffffff", "mist": "#f2f4f6", "ink": "#16202a", "ink-soft": "#44505c"}
DARK = {"paper": "#12181f", "mist": "#1c252e", "ink": "#eef2f5", "ink-soft": "#b7c2cc"}

_BLACK, _WHITE = "#000000", "#ffffff"
_SHORT = re.compile(r"#[0-9a-fA-F]{3}")
_LONG = re.compile(r"#[0-9a-fA-F]{6}")

Channels = tuple[float, float, float]


@dataclass(frozen=True)
class Theme:
    """The colours made from an accent, for light and for dark screens."""

    accent: str
    accent_hover: str
    accent_tint: str
    on_accent: str
    dark_accent: str
    dark_accent_tint: str
    dark_on_accent: str
    is_adjusted: bool


def is_colour(typed: str) -> bool:
    """Tell whether this is a colour as `derive` takes it: # and three or six digits."""
    return bool(_SHORT.fullmatch(typed) or _LONG.fullmatch(typed))


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((_luminance(_channels(a)), _luminance(_channels(b))))
    return (lighter + 0.05) / (darker + 0.05)


def derive(accent: str) -> Theme:
    """Return the theme of an accent, which is darkened or lightened until it can be read."""
    tint = _light_tint(accent)
    light = _towards(accent, _BLACK, [LIGHT["paper"], LIGHT["mist"], tint], TEXT_CONTRAST)
    hover = _towards(_mixed(light, _BLACK, 0.25), _BLACK, [LIGHT["paper"]], STRONG_CONTRAST)
    dark_tint = _mixed(DARK["paper"], accent, 0.18)
    dark_surfaces = [DARK["paper"], DARK["mist"], dark_tint]
    return Theme(
        accent=light,
        accent_hover=hover,
        accent_tint=tint,
        on_accent=_WHITE,
        dark_accent=_towards(accent, _WHITE, dark_surfaces, TEXT_CONTRAST),
        dark_accent_tint=dark_tint,
        dark_on_accent=DARK["paper"],
        is_adjusted=light != _hexadecimal(_channels(accent)),
    )


def stylesheet(accent: str) -> str:
    """Return the sheet of an accent: the platform's own sheet takes these values."""
    theme = derive(accent)
    return (
        f":root{{--theme-accent:{theme.accent};--theme-hover:{theme.accent_hover};"
        f"--theme-tint:{theme.accent_tint};--theme-accent-dark:{theme.dark_accent};"
        f"--theme-tint-dark:{theme.dark_accent_tint}}}\n"
    )


def _light_tint(accent: str) -> str:
    """Return the accent in a breath, light enough for secondary text upon it."""
    tint = _mixed(accent, _WHITE, 0.92)
    while contrast(LIGHT["ink-soft"], tint) < STRONG_CONTRAST:
        tint = _mixed(tint, _WHITE, 0.3)
    return tint


def _towards(colour: str, goal: str, surfaces: list[str], least: float) -> str:
    """Mix a colour with black or white by hundredths until it is seen on all surfaces."""
    steps = (_mixed(colour, goal, step / 100) for step in range(101))
    return next(
        mixed for mixed in steps if all(contrast(mixed, under) >= least for under in surfaces)
    )


def _mixed(a: str, b: str, share: float) -> str:
    pairs = zip(_channels(a), _channels(b), strict=True)
    red, green, blue = (x * (1 - share) + y * share for x, y in pairs)
    return _hexadecimal((red, green, blue))


def _channels(colour: str) -> Channels:
    if not is_colour(colour):
        raise ValueError(f"This is no colour: {colour!r}")
    digits = colour[1:]
    if len(digits) == len("rgb"):
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def _hexadecimal(channels: Channels) -> str:
    return "#" + bytes(round(channel) for channel in channels).hex()


def _luminance(channels: Channels) -> float:
    """Return the relative luminance (WCAG 2.2) of sRGB channels from 0 to 255."""
    red, green, blue = (_linear(channel / 255) for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= 0.04045:  # noqa: PLR2004 -- where the curve of sRGB becomes a line
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
