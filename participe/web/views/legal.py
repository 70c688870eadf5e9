"""What a commune tells about itself: how to reach it, its rules, accessibility and privacy."""

from flask import render_template

from participe.assistance.queries import places, sessions
from participe.assistance.wording import sessions as session_words
from participe.communes import queries
from participe.communes.tenancy import current_commune
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.web.views.blueprint import bp


@bp.get("/contact")
@for_everyone
def contact() -> str:
    """Show the one place to write to or call, in plain sight (DSA art. 11 and 12)."""
    return render_template("web/contact.html", spaces=queries.digital_spaces(current_commune()))


@bp.get("/charte")
@for_everyone
def charter() -> str:
    """Show the rules of taking part, and how they are applied (DSA art. 14)."""
    return render_template("web/charter.html")


@bp.get("/accessibilite")
@for_everyone
def accessibility() -> str:
    """Show the statement that the Walloon decree of 2 May 2019 asks for."""
    return render_template("web/accessibility.html")


@bp.get("/vie-privee")
@for_everyone
def privacy() -> str:
    """Show what is kept about people, why and how long (GDPR art. 13)."""
    return render_template("web/privacy.html")


@bp.get("/aide/epn")
@for_everyone
def spaces() -> str:
    """Show where people are helped, and the next sessions of each place."""
    commune = current_commune()
    return render_template(
        "web/spaces.html",
        spaces=places.serving(commune),
        served=places.served_by(commune),
        planned=sessions.planned(commune, clock.now()),
        session_words=session_words,
    )
