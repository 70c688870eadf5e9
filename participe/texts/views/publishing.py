"""Staff read what changes once more, say it in plain words, and publish."""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_staff
from participe.kernel import clock
from participe.texts import changes
from participe.texts.forms.drafting import PublishForm
from participe.texts.models import TextVersion
from participe.texts.queries import deciding, finding, lineage, outcomes
from participe.texts.queries import drafting as queries
from participe.texts.services import publishing
from participe.texts.views import staff
from participe.texts.views.blueprint import bp


@bp.route("/gestion/consultations/<slug>/textes/<int:text_number>/publier", methods=["GET", "POST"])
@for_staff
def publish(slug: str, text_number: int) -> staff.Page | Response:
    """Show what the version changes, and publish it: it is fixed from then on."""
    text = staff.find_text(slug, text_number)
    draft = queries.draft_of(text)
    if draft is None:
        flash(_("Ce texte n’a pas de brouillon. Commencez la version suivante."), "info")
        return redirect(staff.address(text), 303)
    form = PublishForm()
    if staff.done(
        form,
        lambda: publishing.publish(
            draft,
            note=form.note.data,
            by=current_account(),
            at=clock.now(),
            seen=form.seen.data or "",
        ),
    ):
        flash(_("La version %(number)s est publiée.", number=draft.number), "success")
        return redirect(staff.address(text), 303)
    form.seen.data = publishing.fingerprint(draft)
    page = render_template(
        "texts/desk/publish.html",
        consultation=text.consultation,
        text=text,
        draft=draft,
        current=finding.current(text),
        changes=_changes(draft),
        decided=outcomes.decided_in(draft),
        left=deciding.left_of(text),
        form=form,
        is_first_look=request.method == "GET",
    )
    return staff.answered(page, form)


def _changes(draft: TextVersion) -> list[changes.Change]:
    """Return what the draft changes of what is public, the rest left out."""
    current = finding.current(draft.text)
    if current is None:
        return []
    reasons = {said.passage_id: [said.reason] for said in draft.wordings if said.reason}
    found = changes.compare(current, draft, lineage.of(draft.text), reasons)
    return [change for change in found if not change.is_same]
