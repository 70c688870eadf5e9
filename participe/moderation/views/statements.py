"""The statement of reasons of a decision, for its author and for staff."""

from flask import abort, render_template

from participe.accounts.session import current_person, for_signed_in
from participe.communes.tenancy import current_commune
from participe.kernel.authorization import require_seen
from participe.moderation import policies
from participe.moderation.queries import finding, notices
from participe.moderation.views.blueprint import bp


@bp.get("/decisions/<int:decision_id>")
@for_signed_in
def decision(decision_id: int) -> str:
    """Say what was restricted, why, on whose notice, and how to contest it (DSA art. 17.3)."""
    found = finding.find_decision(current_commune(), decision_id) or abort(404)
    require_seen(policies.may_see(current_person(), found))
    return render_template(
        "moderation/statement.html",
        decision=found,
        contribution=found.contribution,
        was_reported=bool(notices.notices_of(found)),
    )
