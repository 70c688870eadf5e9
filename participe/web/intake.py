"""What is taken out of a request before anything reads it: signs and numbers no database stores.

PostgreSQL keeps no NUL in a text and neither database an integer of twenty digits. Here is
the one place that sees to it, for every view there is and will be [F-20, F-21].
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask, abort, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter, Map

from participe.kernel.database import reads_only

READING = frozenset({"GET", "HEAD", "OPTIONS"})
NUL = "\0"
LARGEST = 2**31 - 1


class Number(IntegerConverter):
    """The number of something in an address: one that no row can have is no address of ours."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:  # noqa: A002 -- Werkzeug's name
        super().__init__(map, *args, **{"max": LARGEST} | options)


def register(app: Flask) -> None:
    """Check every request first: before the commune of its address is looked for."""
    app.url_map.converters["int"] = Number
    app.url_value_preprocessor(_check)


def _check(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Refuse a NUL in an address, which nobody typed; drop it from a form, whose text is kept.

    Before the first question to the database it is also said whether this request may write.
    """
    reads_only.set(request.method in READING)
    if request.mimetype == "application/x-www-form-urlencoded":
        # Werkzeug holds only the texts of multipart forms to this size [T-120].
        request.max_content_length = request.max_form_memory_size
    if _has_nul(request.path) or any(
        _has_nul(part) for pair in _pairs(request.args) for part in pair
    ):
        abort(400)
    if request.method == "POST" and any(_has_nul(value) for _name, value in _pairs(request.form)):
        request.form = ImmutableMultiDict(
            (name, value.replace(NUL, "")) for name, value in _pairs(request.form)
        )


def _pairs(fields: Any) -> Iterable[tuple[str, str]]:
    pairs: Iterable[tuple[str, str]] = fields.items(multi=True)
    return pairs


def _has_nul(text: str) -> bool:
    return NUL in text
