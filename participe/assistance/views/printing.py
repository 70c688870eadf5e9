"""What a facilitator prints before a session: made from the consultation, naming nobody."""

from flask import render_template, url_for

from participe.accounts.session import for_facilitators
from participe.assistance.views import access
from participe.assistance.views.blueprint import bp
from participe.kernel import qr

TALLIES = 10  # boxes to tick in each row of the attendance


@bp.get("/seances/<int:session_number>/kit")
@for_facilitators
def kit_to_print(session_number: int) -> str:
    """Show poster, invitation, agenda, notice and attendance, each on its own sheet."""
    session = access.find_to_run(session_number)
    slug = session.consultation.slug
    return render_template(
        "assistance/kit_to_print.html",
        assisted=session,
        consultation=session.consultation,
        drawing=qr.drawing(url_for("consultations.show", slug=slug, _external=True)),
        moment=session.opened_at or session.planned_for,
        tallies=TALLIES,
    )
