"""What is done to every text that a person types into a form, before anything looks at it.

These are WTForms filters: they are also given None, for a field that did not come.
"""

from participe.kernel.html import clean_line, clean_text


def line(typed: str | None) -> str:
    """Clean a field of one line."""
    return clean_line(typed or "")


def plain_line(typed: str | None) -> str:
    """Clean a field of one line that is compared, or read by machines: all its blanks alike."""
    return " ".join(line(typed).split())


def lines(typed: str | None) -> str:
    """Clean a text of several lines; the empty ones around it are no part of it."""
    return clean_text(typed or "").strip()
