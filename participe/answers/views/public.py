"""How the commune keeps its word: every answer it gave, on time or late."""

from flask import render_template, request

from participe.answers import queries
from participe.answers.views.blueprint import bp
from participe.communes.tenancy import current_commune
from participe.kernel import clock
from participe.kernel.authorization import for_everyone


@bp.get("/engagements")
@for_everyone
def commitments() -> str:
    """Show how the commune keeps its delays, and every answer it gave."""
    commune = current_commune()
    now = clock.now()
    return render_template(
        "answers/commitments.html",
        figures=queries.punctuality(commune, now),
        answers=queries.published(commune, request.args.get("apres")),
        late=[proposal for proposal in queries.due(commune) if proposal.days_late(now)],
        is_first_page="apres" not in request.args,
        now=now,
    )
