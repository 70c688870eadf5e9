"""What every page of a commune is dressed in: its colours and its coat of arms."""

from flask import Blueprint, Response, abort

from participe.communes import queries
from participe.communes.tenancy import current_commune
from participe.kernel.authorization import for_everyone
from participe.kernel.colour import stylesheet

bp = Blueprint("communes", __name__, url_prefix="/<commune>")
BLUEPRINTS = (bp,)

A_YEAR = 31_536_000  # seconds
# An image opened on its own page may do nothing at all [T-91].
SANDBOX = "default-src 'none'; sandbox"


@bp.get("/theme-<fingerprint>.css")
@for_everyone
def theme(fingerprint: str) -> Response:
    """Answer the commune's colours; under an old fingerprint too, but then kept by nobody."""
    commune = current_commune()
    response = Response(stylesheet(commune.accent), mimetype="text/css")
    if fingerprint == commune.theme_fingerprint:
        return _kept_for_ever(response)
    response.cache_control.no_cache = True
    return response


@bp.get("/blason-<key>")
@for_everyone
def coat_of_arms(key: str) -> Response:
    """Answer the coat of arms shown now; no other file of the commune is reached here."""
    coat = current_commune().coat_of_arms
    if coat is None or coat.file.key != key:
        abort(404)
    response = Response(queries.content_of(coat.file), mimetype=coat.file.media_type)
    response.headers["Content-Security-Policy"] = SANDBOX
    return _kept_for_ever(response)


def _kept_for_ever(response: Response) -> Response:
    response.cache_control.public = True
    response.cache_control.max_age = A_YEAR
    response.cache_control.immutable = True
    return response
