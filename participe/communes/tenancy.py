"""Which commune an address is about: loaded before the view, given back to every link."""

from typing import Any, cast

from flask import Flask, abort, current_app, g, redirect, request
from flask.globals import request_ctx

from participe.communes import queries
from participe.communes.models import Commune

ARGUMENT = "commune"
MOVED = 308  # for good


def register(app: Flask) -> None:
    """Take the commune out of every address that names one, and put it into every link."""
    app.url_value_preprocessor(_enter)
    app.url_defaults(_name)


def current_commune() -> Commune:
    """Return the commune this address is about, in a view below `/<commune>/`."""
    return cast("Commune", g.commune)


def commune_or_none() -> Commune | None:
    """Return the commune this address is about, or None on the platform's own pages."""
    return cast("Commune | None", g.get("commune"))


def _enter(endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.commune = None
    if endpoint is None:
        # No page has this address; the one that says so still knows whose it would be.
        g.commune = queries.find(request.path.split("/")[1])
        return
    if not values or ARGUMENT not in values:
        return
    slug = values.pop(ARGUMENT)
    g.commune = queries.find(slug)
    if g.commune is None:
        _lead_to_small_letters(endpoint, slug, values)
        abort(404)


def _lead_to_small_letters(endpoint: str, slug: str, values: dict[str, Any]) -> None:
    """Lead a reader who typed a commune as its name is written to the same page of it.

    The address is built from the page that was found, as in `web.addresses`.
    """
    adapter = request_ctx.url_adapter
    is_reading = request.method in {"GET", "HEAD"}
    if adapter is None or not is_reading or slug == slug.lower() or not queries.find(slug.lower()):
        return
    address = adapter.build(endpoint, {**values, ARGUMENT: slug.lower()}, method="GET")
    typed = request.query_string.decode("utf-8", "replace")
    abort(redirect(f"{address}?{typed}" if typed else address, MOVED))


def _name(endpoint: str, values: dict[str, Any]) -> None:
    commune = commune_or_none()
    if commune is None or ARGUMENT in values:
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, ARGUMENT):
        values[ARGUMENT] = commune.slug
