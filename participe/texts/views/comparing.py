"""Two versions of a text side by side."""

from flask import abort, render_template, request

from participe.kernel.authorization import for_everyone
from participe.texts import changes
from participe.texts.forms.deciding import number
from participe.texts.models import DiscussedText, TextVersion
from participe.texts.queries import finding, lineage
from participe.texts.queries.outcomes import reasons_between
from participe.texts.views import access
from participe.texts.views.blueprint import bp


@bp.get("/consultations/<slug>/textes/<int:text_number>/comparer")
@for_everyone
def compare(slug: str, text_number: int) -> str:
    """Show what changed between two versions: those asked for, else the last two."""
    text = access.find_text(slug, text_number)
    versions = finding.versions(text) or abort(404)
    newest = versions[-1].number
    asked = [request.args.get("de", max(1, newest - 1)), request.args.get("a", newest)]
    first, second = sorted(number(value) for value in asked)
    before, after = _version(text, first), _version(text, second)
    found = changes.compare(before, after, lineage.of(text), reasons_between(before, after))
    return render_template(
        "texts/compare.html",
        text=text,
        consultation=text.consultation,
        versions=versions,
        before=before,
        after=after,
        stretches=changes.stretches(found),
    )


def _version(text: DiscussedText, wanted: int) -> TextVersion:
    return finding.version(text, wanted) or abort(404)
