"""Every view says whom it is for; what it then allows is asked of a policy.

`audience` marks a view, and the request is stopped before the view when the guard of
that audience says so. A view without a mark is refused by `deny_unmarked`, and fails the
build before that (tests/house).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort, current_app, request
from werkzeug.exceptions import Gone

View = Callable[..., Any]
Guard = Callable[[], Any]


def audience(name: str, guard: Guard | None = None) -> Callable[[View], View]:
    """Mark a view as made for these people; a guard answers None, or what to answer instead."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> Any:
            refusal = guard() if guard else None
            return view(*args, **values) if refusal is None else refusal

        guarded.audience = name  # type: ignore[attr-defined]
        return guarded

    return mark


for_everyone = audience("everyone")


def deny_unmarked(app: Flask) -> None:
    """Refuse, at run time too, a view that does not say whom it is for."""

    @app.before_request
    def _deny() -> None:
        if request.endpoint is None or request.endpoint == "static":
            return
        if not hasattr(current_app.view_functions[request.endpoint], "audience"):
            abort(403)


def require(allowed: bool) -> None:
    """Stop here with 403 unless the policy said yes: the person sees it and may not do it."""
    if not allowed:
        abort(403)


def require_seen(visible: bool) -> None:
    """Stop here with 404 unless the policy said yes: for this person it does not exist."""
    if not visible:
        abort(404)


class Hidden(Gone):
    """A page that is no longer shown, for a reason that everyone reads: its address answers 410."""

    def __init__(self, reason_shown: str) -> None:
        super().__init__()
        self.reason_shown = reason_shown


def for_machines(view: View) -> View:
    """Let programs post here without a form of ours: the address itself is the credential.

    Neither a token against forgery nor a form key is asked, so the effect must be harmless
    and the same however often it arrives (RFC 8058, one-click unsubscription).
    """
    marked = for_everyone(view)
    marked.takes_no_form_key = True  # type: ignore[attr-defined]
    return marked
