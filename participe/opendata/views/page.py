"""The page that lists the files, says what each column is, and what no file holds."""

from flask import render_template

from participe.communes.tenancy import current_commune
from participe.kernel.authorization import for_everyone
from participe.opendata.queries.standing import standings
from participe.opendata.views.blueprint import bp


@bp.get("/donnees-ouvertes")
@for_everyone
def index() -> str:
    """List what can be copied and reused."""
    return render_template("opendata/index.html", standings=standings(current_commune()))
