"""An address with strokes at its end leads to the same address without them."""

from flask import Flask, redirect, request
from flask.globals import request_ctx
from werkzeug import Response
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import RequestRedirect

READING = frozenset({"GET", "HEAD"})
MOVED = 308  # for good


def register(app: Flask) -> None:
    app.before_request(_lead_on)


def _lead_on() -> Response | None:
    """Lead a reader who is nowhere to the page that they meant, if there is one.

    The address is built from the page that was found, never from what was typed: it cannot
    lead to another site.
    """
    if request.method not in READING or not isinstance(request.routing_exception, NotFound):
        return None
    bare = request.path.rstrip("/")
    meant = _built(bare) if bare != request.path else None
    if meant is None:
        return None
    typed = request.query_string.decode("utf-8", "replace")
    return redirect(f"{meant}?{typed}" if typed else meant, MOVED)


def _built(path: str) -> str | None:
    """Return the address of the page at this path, as we write it ourselves."""
    adapter = request_ctx.url_adapter
    if adapter is None:
        return None
    try:
        endpoint, values = adapter.match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return None if endpoint == "static" else adapter.build(endpoint, values, method="GET")
