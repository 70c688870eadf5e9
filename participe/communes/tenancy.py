"""Which commune an address is about: loaded before the view, given back to every link."""

from typing import Any, cast

from flask import Flask, abort, current_app, g, request

from participe.communes import queries
from participe.communes.models import Commune

ARGUMENT = "commune"


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
    g.commune = queries.find(values.pop(ARGUMENT))
    if g.commune is None:
        abort(404)


def _name(endpoint: str, values: dict[str, Any]) -> None:
    commune = commune_or_none()
    if commune is None or ARGUMENT in values:
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, ARGUMENT):
        values[ARGUMENT] = commune.slug
