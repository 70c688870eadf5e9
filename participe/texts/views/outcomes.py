"""What the commune did of the remarks on a text."""

from flask import render_template, request

from participe.kernel.authorization import for_everyone
from participe.texts import wording as words
from participe.texts.models import Verdict
from participe.texts.queries import deciding
from participe.texts.queries import outcomes as queries
from participe.texts.views import access
from participe.texts.views.blueprint import bp

WAITING = "waiting"  # what an address asks for, besides the verdicts


@bp.get("/consultations/<slug>/textes/<int:text_number>/suites")
@for_everyone
def outcomes(slug: str, text_number: int) -> str:
    """Show each public decision with its remarks, its reason and what changed; or what waits."""
    text = access.find_text(slug, text_number)
    current = access.find_current(text)
    asked, after = request.args.get("decision"), request.args.get("apres")
    verdict = Verdict(asked) if asked in set(Verdict) else None
    waits = asked == WAITING
    return render_template(
        "texts/outcomes.html",
        text=text,
        current=current,
        consultation=text.consultation,
        figures=queries.figures(text),
        decisions=None if waits else queries.page_of(text, after=after, verdict=verdict),
        waiting=deciding.page_to_decide(text, after=after) if waits else None,
        is_first_page=after is None,
        asked=asked if waits or verdict else None,
        words=words,
    )
