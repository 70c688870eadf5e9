"""What is done to every text that a person types into a form, before anything looks at it."""

from participe.kernel.html import clean_line, clean_text


def line(typed: str | None) -> str | None:
    """Clean one line: a WTForms filter, which is also given None for a field that did not come."""
    return clean_line(typed) if typed else typed


def lines(typed: str | None) -> str | None:
    """Clean a text of several lines."""
    return clean_text(typed) if typed else typed
