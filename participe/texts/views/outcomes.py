"""What the commune did of the remarks on a text."""

from flask import render_template, request

from participe.kernel.authorization import for_everyone
from participe.texts import wording as words
from participe.texts.models import Verdict
from participe.texts.queries import deciding
from participe.texts.views import access
from participe.texts.views.blueprint import bp


@bp.get("/consultations/<slug>/textes/<int:text_number>/suites")
@for_everyone
def outcomes(slug: str, text_number: int) -> str:
    """Show each public decision with its remarks, its reason and what changed."""
    text = access.find_text(slug, text_number)
    current = access.find_current(text)
    asked = request.args.get("decision")
    verdict = Verdict(asked) if asked in set(Verdict) else None
    return render_template(
        "texts/outcomes.html",
        text=text,
        current=current,
        consultation=text.consultation,
        figures=deciding.figures(text),
        decisions=deciding.outcomes(text, after=request.args.get("apres"), verdict=verdict),
        is_first_page="apres" not in request.args,
        verdict=verdict,
        words=words,
    )
