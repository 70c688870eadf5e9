"""The platform's own pages: finding a commune, and what machines ask for."""

from flask import Response, render_template, request
from sqlalchemy import text

from participe.communes import queries, reference
from participe.extensions import db
from participe.kernel.authorization import for_everyone
from participe.web.views.blueprint import platform_bp as bp


@bp.get("/")
@for_everyone
def home() -> str:
    """Find a commune by name, locality or postcode: those that are open first."""
    words = request.args.get("commune", "")[: reference.LONGEST_QUERY].strip()
    opened = {commune.nis: commune for commune in queries.opened()}
    matches = reference.search(words)
    return render_template(
        "web/platform_home.html",
        words=words,
        opened=opened,
        matches=sorted(matches, key=lambda match: match.commune.nis not in opened),
        credit=reference.CREDIT,
    )


@bp.get("/healthz")
@for_everyone
def health() -> Response:
    """Tell a watching machine that the site and its database answer."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@bp.get("/robots.txt")
@for_everyone
def robots() -> Response:
    """Welcome search engines (RFC 9309): what is public is meant to be found."""
    return Response("User-agent: *\nDisallow:\n", mimetype="text/plain")
