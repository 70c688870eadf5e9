"""A text to print, with or without the marks of what changed."""

from flask import abort, render_template, request

from participe.kernel.authorization import for_everyone
from participe.texts import changes, page
from participe.texts.changes import Change
from participe.texts.forms.deciding import number
from participe.texts.models import DiscussedText, TextVersion
from participe.texts.queries import finding, lineage, outcomes
from participe.texts.views import access
from participe.texts.views.blueprint import bp


@bp.get("/consultations/<slug>/textes/<int:text_number>/imprimer")
@for_everyone
def printable(slug: str, text_number: int) -> str:
    """Show a version whole on one page; `?marques=1` shows what changed since the one before."""
    text = access.find_text(slug, text_number)
    newest = finding.current(text) or abort(404)
    wanted = number(request.args.get("version")) or newest.number
    version = finding.version(text, wanted) or abort(404)
    previous = finding.version(text, version.number - 1)
    is_marked = previous is not None and request.args.get("marques") == "1"
    return render_template(
        "texts/printable.html",
        text=text,
        consultation=text.consultation,
        version=version,
        previous=previous,
        is_marked=is_marked,
        changes=_changes(text, previous, version) if previous and is_marked else (),
        lines=page.lines(version, None, {}),
        credited=outcomes.credits(version),
    )


def _changes(text: DiscussedText, previous: TextVersion, version: TextVersion) -> list[Change]:
    reasons = outcomes.reasons_between(previous, version)
    return changes.compare(previous, version, lineage.of(text), reasons)
